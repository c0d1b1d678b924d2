import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Exchange } from '../../../shared/exchange.ts'
import { epochMs, exchangeId } from '../../../shared/units.ts'
import { startRecording } from '../../harness/propscope.ts'
import { ask } from '../../harness/requests.ts'
import { startTarget } from '../../harness/target.ts'

const PAGES = [
  '/',
  '/products',
  '/product/1',
  '/product/7',
  '/search?q=lamp',
  '/cart',
  '/about',
  '/old-sale',
  '/account',
  '/cases/missing',
  '/cases/throw',
  '/cases/large',
  '/cases/secret',
  '/cases/sequential',
  '/cases/lost',
]

/** Exchanges of the demo shop under `next dev`, recorded as a user records them, props and all. */
export async function capture(): Promise<readonly Exchange[]> {
  const target = await startTarget({ name: 'shop', mode: 'dev' })
  try {
    for (const page of PAGES) await ask(target.origin, page)
    const recording = await startRecording(target.origin, ['--props'])
    for (let round = 0; round < 6; round++) {
      for (const page of PAGES) await ask(target.origin, `${page}${page.includes('?') ? '&' : '?'}round=${round}`)
    }
    await recording.untilExchanges(PAGES.length * 6 - 6)
    return await recording.stop()
  } finally {
    await target.end()
  }
}

/** A file with what was captured, and the way to take it away. Where `kept` is the path of one that was captured before, that is what it is made of, and where there is none yet, it is made. */
export async function captureToFile(kept: string | null): Promise<{
  readonly path: string
  readonly count: number
  remove(): Promise<void>
}> {
  const folder = await mkdtemp(join(tmpdir(), 'propscope-bench-'))
  const path = join(folder, 'captured.json')
  const captured = kept !== null && existsSync(kept) ? await readCaptured(kept) : await capture()
  await writeFile(path, JSON.stringify(captured))
  if (kept !== null) await copyFile(path, kept)
  return { path, count: captured.length, remove: () => rm(folder, { recursive: true }) }
}

export async function readCaptured(path: string): Promise<readonly Exchange[]> {
  return JSON.parse(await readFile(path, 'utf8')) as Exchange[]
}

/** A working day: 9 hours, with bursts. */
const DAY_MS = 9 * 3_600_000
const BURST = 40

/** The `index`-th of `count` exchanges: a captured one, at another time and with another id. */
export function multiplied(captured: readonly Exchange[], index: number, count: number, endMs: number): Exchange {
  const one = captured[(index * 7) % captured.length]
  if (!one) throw new Error('nothing was captured')
  const burst = Math.floor(index / BURST)
  const startedAt = endMs - DAY_MS + (burst / Math.ceil(count / BURST)) * DAY_MS + (index % BURST) * 35
  return { ...one, id: exchangeId(`01JBENCH${String(index).padStart(18, '0')}`), startedAt: epochMs(startedAt) }
}
