import { join } from 'node:path'
import { z } from 'zod'
import { type Child, ROOT, startChild } from './child.ts'

/** Each target's script in e2e/targets, and the arguments before its mode. */
const SCRIPTS = {
  shop: ['shop/serve.mjs'],
  'company-next14': ['company/serve.mjs', 'next14'],
  'company-next15': ['company/serve.mjs', 'next15'],
  'company-next16': ['company/serve.mjs', 'next16'],
  web: ['monorepo/serve.mjs', 'web'],
  admin: ['monorepo/serve.mjs', 'admin'],
  next12: ['cases/serve.mjs', 'next12'],
  next13: ['cases/serve.mjs', 'next13'],
  next14: ['cases/serve.mjs', 'next14'],
  'next15.1': ['cases/serve.mjs', 'next15.1'],
  next15: ['cases/serve.mjs', 'next15'],
  next16: ['cases/serve.mjs', 'next16'],
} as const satisfies Record<string, readonly [script: string, ...args: string[]]>

export interface TargetChoice {
  readonly name: keyof typeof SCRIPTS
  readonly mode: 'dev' | 'start'
  /** The target's own choice where it is left away. */
  readonly bundler?: 'webpack' | 'turbopack'
  /** Of the cases: what serves, `next dev` and `next start` where it is left away. */
  readonly server?: 'next' | 'standalone' | 'http' | 'express'
  /** Of the cases: one of their small apps, and what its configuration does (`base,i18n,slash`, `maps`: server source maps). */
  readonly app?: 'routed' | 'both'
  readonly with?: string
  /** Variables of its own. */
  readonly env?: Readonly<Record<string, string>>
  /** A free one where it is left away. */
  readonly port?: number
}

/** With an installation and a build, on a slow machine. */
export const START_MS = 300_000

const ReadySchema = z.object({
  origin: z.url(),
  /** Of the process that listens. */
  pid: z.number().int(),
  /** Origin of the target's upstream server, null where it has none. */
  upstream: z.string().nullable(),
  /** Of its app. */
  folder: z.string(),
})

/** A real Next server that a test started. */
export interface Target extends z.infer<typeof ReadySchema> {
  readonly port: number
  readonly child: Child
  end(): Promise<void>
}

/**
 * Starts a target and waits until it answers; ends with its children. The first start of a target installs and, for `start`, builds it.
 */
export async function startTarget({
  name,
  mode,
  bundler,
  server,
  app,
  with: on,
  env,
  port,
}: TargetChoice): Promise<Target> {
  const [script, ...args] = SCRIPTS[name]
  const path = join(ROOT, 'e2e', 'targets', script)
  const flags = [
    ...(bundler ? [`--${bundler}`] : []),
    ...(server ? ['--server', server] : []),
    ...(app ? ['--app', app] : []),
    ...(on ? ['--with', on] : []),
    ...(port === undefined ? [] : ['--port', String(port)]),
  ]
  const child = startChild([process.execPath, path, ...args, mode, ...flags], { env: env ?? {} })
  const line = await child.until('ready line', ({ stdout }) => /^(\{.*\})\n/m.exec(stdout)?.[1], START_MS)
  const ready = ReadySchema.parse(JSON.parse(line))
  return { ...ready, port: Number(new URL(ready.origin).port), child, end: () => child.end() }
}
