import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { VERSIONS } from '../serving/versions.mjs'
import { expectationsOf } from './differences.ts'
import { type Answer, type Expectation, sentCache, type TargetMode, type TargetName } from './expectation.ts'
import { expectations as common } from './expectations.ts'

/**
 * Asks real servers, with no Propscope near, whether `expectations.ts` is true of them.
 * `npx tsx e2e/targets/cases/check.ts [next15|next16] [dev|start] [webpack|turbopack]`; without a word, every combination.
 */
interface Reply {
  readonly status: number
  readonly headers: ReadonlyMap<string, readonly string[]>
  readonly body: string
}

const words = process.argv.slice(2)
const chosen = <T extends string>(all: readonly T[]) => {
  const named = all.filter(word => words.includes(word))
  return named.length > 0 ? named : all
}

let wrong = 0
const names = Object.keys(VERSIONS) as TargetName[]
for (const name of chosen(names)) {
  for (const mode of chosen<TargetMode>(['dev', 'start'])) {
    for (const bundler of chosen(['webpack', 'turbopack'] as const)) {
      for (const server of chosen(['next', 'standalone', 'http', 'express'])) {
        if (!words.includes(server) && server !== 'next') continue
        if (VERSIONS[name]?.flags[mode === 'dev' ? 'dev' : 'build'][bundler])
          wrong += await checkTarget(name, mode, bundler, server)
      }
    }
  }
}
process.exitCode = wrong === 0 ? 0 : 1

async function checkTarget(name: TargetName, mode: TargetMode, bundler: string, server: string): Promise<number> {
  const script = join(import.meta.dirname, 'serve.mjs')
  const child = spawn(process.execPath, [script, name, mode, `--${bundler}`, '--server', server], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  try {
    const printed: string[] = []
    createInterface({ input: child.stderr }).on('line', line => printed.push(line))
    const origin = await originOf(child, printed)
    const build = /"buildId":"([^"]+)"/.exec((await ask(origin, { method: 'GET', path: '/empty' })).body)?.[1] ?? ''
    let bad = 0
    const expectations = expectationsOf(name, common)
    for (const expectation of expectations) {
      const { request: asked } = expectation
      const reply = await ask(origin, { ...asked, path: asked.path.replace('{build}', build) })
      const found = differences(expectation, expectation[mode], reply, { name, mode })
      if (mode === 'start') found.push(...(await unprinted(expectation, printed)))
      for (const difference of found)
        console.log(`${name} ${mode} ${bundler}: ${asked.method} ${asked.path}: ${difference}`)
      if (found.length > 0) bad += 1
    }
    console.log(`${name} ${mode} ${bundler}: ${expectations.length - bad} of ${expectations.length} as expected`)
    return bad
  } finally {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
}

function differences(
  { kind, page, params, call, props }: Expectation,
  answer: Answer,
  reply: Reply,
  target: { name: TargetName; mode: TargetMode },
): string[] {
  const found: string[] = []
  const same = (what: string, expected: unknown, actual: unknown) => {
    const [left, right] = [JSON.stringify(expected), JSON.stringify(actual)]
    if (left !== right) found.push(`${what}: expected ${left}, got ${right}`)
  }
  same('status', answer.status, reply.status)
  const cache = sentCache(answer.cache, target.name, target.mode)
  same('cache-control', cache === null ? [] : [cache], reply.headers.get('cache-control') ?? [])
  for (const [name, values] of Object.entries(answer.headers)) same(name, values, reply.headers.get(name) ?? [])
  const next = nextDataIn(reply.body)
  const carried = next?.page === '/_error' ? null : kind === 'data' ? pagePropsIn(reply.body) : next?.props.pageProps
  if (answer.outcome !== 'none')
    same('props', answer.sent ? props : null, carried == null ? null : JSON.stringify(carried))
  if (answer.sent && kind === 'document') {
    same('page', page, next?.page)
    for (const [name, value] of Object.entries(params)) same(`param ${name}`, value, next?.query[name])
  }
  if (target.mode === 'dev') {
    const message = answer.refusal ?? (call?.error?.name ? call.error.message : null)
    // Next itself trips over the hostile one, in ways that differ.
    if (message !== null && page !== '/throw/hostile' && !next?.err?.message.startsWith(message)) {
      found.push(`error: expected ${message}, got ${next?.err?.message}`)
    }
  }
  return found
}

/** In production the reason stands in the server's own output and nowhere else; it may come a little after the answer. */
async function unprinted({ call, start }: Expectation, printed: readonly string[]): Promise<string[]> {
  if (call?.error?.name === null || call?.error?.message === 'look but do not touch') return []
  const { message, cause } = call?.error ?? {}
  const missing = () =>
    [start.refusal, message, cause?.message, cause?.cause?.message]
      .filter(text => text != null)
      .filter(text => !printed.some(line => line.includes(text)))
  const until = Date.now() + 5_000
  while (missing().length > 0 && Date.now() < until) await wait(20)
  return missing().map(text => `the server did not print ${text}`)
}

interface NextData {
  readonly page: string
  readonly query: Record<string, unknown>
  readonly props: { readonly pageProps: unknown }
  readonly err?: { readonly message: string }
}

function nextDataIn(body: string): NextData | null {
  const text = /<script id="__NEXT_DATA__"[^>]*>(.*?)<\/script>/s.exec(body)?.[1]
  return text === undefined ? null : JSON.parse(text)
}

function pagePropsIn(body: string): unknown {
  if (!body.startsWith('{"pageProps":')) return null
  const { pageProps } = JSON.parse(body)
  return '__N_REDIRECT' in pageProps ? null : pageProps
}

async function originOf(child: ChildProcess & { stdout: NodeJS.ReadableStream }, printed: string[]): Promise<string> {
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text)),
    once(child, 'exit').then(() => null),
  ])
  if (line === null) throw new Error(`the target ended before it was ready:\n${printed.join('\n')}`)
  return JSON.parse(line).origin
}

function ask(
  origin: string,
  { method, path, headers = {}, body = null }: { method: string; path: string; headers?: object; body?: string | null },
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const options = { host: 'localhost', port: new URL(origin).port, method, path, headers: { ...headers } }
    const call = request(options, response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', chunk => {
        text += chunk
      })
      response.on('error', reject)
      response.on('end', () => {
        const found = new Map<string, string[]>()
        for (let i = 0; i < response.rawHeaders.length; i += 2) {
          const name = response.rawHeaders[i]?.toLowerCase() ?? ''
          found.set(name, [...(found.get(name) ?? []), response.rawHeaders[i + 1] ?? ''])
        }
        resolve({ status: response.statusCode ?? 0, headers: found, body: text })
      })
    })
    call.on('error', reject)
    call.end(body ?? undefined)
  })
}
