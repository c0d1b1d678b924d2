import type { Rule } from './rule.ts'
import { callText, msText } from './words.ts'

/** The call asks its own server over HTTP for what it could have by calling a function. */
export const ownApiRoute: Rule = {
  id: 'own-api-route',
  title: 'A call to the own API route',
  doc: 'Pages Router: getServerSideProps',
  find({ call, server }) {
    const own = (call?.calls ?? []).filter(
      one => isApi(one.url) && (one.exchange !== null || isOwn(one.url, server.origin)),
    )
    return own.slice(0, 3).map(one => ({
      severity: 'warning',
      message: `It asks its own API route over HTTP: ${callText(one)}${one.durationMs === null ? '' : `, ${msText(one.durationMs)}`}.`,
      advice:
        'Call the function behind the route instead: it runs in the same process, without a connection, JSON and headers in between.',
    }))
  },
}

const isApi = (url: string) => URL.canParse(url) && /(^|\/)api(\/|$)/.test(new URL(url).pathname)

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Names of this machine are one. */
function isOwn(url: string, origin: string): boolean {
  if (!URL.canParse(origin)) return false
  const [to, own] = [new URL(url), new URL(origin)]
  return to.port === own.port && (to.hostname === own.hostname || (LOCAL.has(to.hostname) && LOCAL.has(own.hostname)))
}
