import { join } from 'node:path'
import { z } from 'zod'
import { listenerOf } from '../targets/serving/ports.mjs'
import { type Child, ROOT, startChild } from './child.ts'
import { START_MS } from './target.ts'

/** A server of the cases that a test may kill, on a port of its choice and with variables of its own. */
export interface OwnTarget {
  readonly origin: string
  readonly port: number
  readonly pid: number
  readonly child: Child
}

const ReadySchema = z.object({ origin: z.url(), pid: z.number().int() })

export async function startOwnTarget(
  env: Readonly<Record<string, string>> = {},
  wanted: number | null = null,
): Promise<OwnTarget> {
  const script = join(ROOT, 'e2e/targets/cases/serve.mjs')
  const args = ['next16', 'start', '--webpack', ...(wanted === null ? [] : ['--port', String(wanted)])]
  const child = startChild([process.execPath, script, ...args], { env })
  const line = await child.until('ready line', ({ stdout }) => /^(\{.*\})\n/m.exec(stdout)?.[1], START_MS)
  const { origin, pid } = ReadySchema.parse(JSON.parse(line))
  return { origin, pid, port: Number(new URL(origin).port), child }
}

/** The inspector that this server printed the URL of, among those of all processes that were started with it. */
export function inspectorOf({ child, pid }: Pick<OwnTarget, 'child' | 'pid'>): URL {
  const printed = [...(child.stdout + child.stderr).matchAll(/Debugger listening on (ws:\/\/\S+)/g)]
  const found = printed.map(([, url = '']) => new URL(url)).find(({ port }) => listenerOf(Number(port)) === pid)
  if (!found) throw new Error(`pid ${pid} printed no inspector:\n${child.stderr}`)
  return found
}
