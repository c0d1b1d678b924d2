import type { Exchange } from '../../shared/exchange.ts'
import type { Caution, Outgoing } from '../../shared/replay.ts'

/** Methods that ask for nothing to be changed (RFC 9110, 9.2.1). */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

/** What speaks against sending a request without asking. `original`: the exchange that it repeats. */
export function cautionsOf(request: Pick<Outgoing, 'method'>, original: Exchange | null): readonly Caution[] {
  const cautions: Caution[] = []
  if (!SAFE.has(request.method.toUpperCase())) {
    const why = `${request.method} may change something on the server: what it did the first time, it does again.`
    cautions.push({ kind: 'unsafe-method', why })
  }
  const names = original ? cookiesSetBy(original) : []
  if (names.length > 0) {
    const some = names.slice(0, 4).join(', ') + (names.length > 4 ? ` and ${names.length - 4} more` : '')
    cautions.push({
      kind: 'sets-cookie',
      why: `The answer set cookies the first time (${some}): the page may begin or end a session, or count, again.`,
    })
  }
  return cautions
}

function cookiesSetBy({ response, call }: Exchange): string[] {
  const sent = (response?.headers ?? [])
    .filter(([name]) => name.toLowerCase() === 'set-cookie')
    .map(([, value]) => value)
  const set = (call?.setHeaders ?? [])
    .filter(({ name }) => name.toLowerCase() === 'set-cookie')
    .flatMap(({ value }) => value)
  return [...new Set([...sent, ...set].map(value => value.split('=', 1)[0]?.trim() ?? ''))].filter(name => name !== '')
}
