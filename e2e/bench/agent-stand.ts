import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { startRecording } from '../harness/propscope.ts'
import { startTarget } from '../harness/target.ts'
import { askWithAutocannon } from './asked.ts'
import { median } from './statistics.ts'

/** What `npm run bench agent` measures on: one server, and load on it with and without a recording. */
export interface Stand {
  /** In words. */
  readonly what: string
  /** Attaches (null: nothing), asks, detaches. */
  measure(connections: number, attached: Attached): Promise<Measured>
  /**
   * The longest hold of each of some recordings while all threads of the server's process go before all other processes (Linux's real-time scheduling: otherwise a hold is mostly another
   * process's turn); null where that is not allowed, or not known.
   */
  undisturbed(): Promise<readonly number[] | null>
  end(): Promise<void>
}

/** Arguments of `record`; null: nothing is attached. */
export type Attached = readonly string[] | null

export interface Measured {
  readonly burst: Phase
  readonly sustained: Phase
  /** What the recorder says at its end; null where there was none. */
  readonly told: { readonly ms: number; readonly longestMs: number; readonly droppedBytes: number } | null
}
export interface Phase {
  /** Requests answered in a second. */
  readonly throughput: number
  /** Median time of one, in ms. */
  readonly latency: number
  /** Processor time for each request, of the server's process and of the recorder's, in ms; null where the system does not tell. */
  readonly serverMs: number | null
  readonly recorderMs: number | null
}

const PAGES = {
  shop: ['/bench', 'the demo shop (Next 16)'],
  next12: ['/large?kb=100', 'Next 12'],
  next13: ['/large?kb=100', 'Next 13'],
  next14: ['/large?kb=100', 'Next 14'],
  next15: ['/large?kb=100', 'Next 15'],
  next16: ['/large?kb=100', 'Next 16'],
} as const
export type Served = keyof typeof PAGES

const BURST = 400
/** With these the agent's budget of bodies is spent (agent/outbox/body-budget.ts), and V8 has compiled anew what an attach has it throw away: some seconds go by until throughput stands. */
const REST = 2500
const HOLDS = 5

export async function createStand(served: Served, seconds: number): Promise<Stand> {
  const page = PAGES[served]
  if (!page) throw new Error(`no target ${served}: one of ${Object.keys(PAGES).join(', ')}`)
  const [path, name] = page
  const target = await startTarget({ name: served, mode: 'start' })

  /** `recorder`: its pid. */
  async function load(
    connections: number,
    much: { readonly duration: number } | { readonly amount: number },
    recorder: number | null,
  ): Promise<Phase> {
    const server = cpuMs(target.pid)
    const ours = recorder === null ? null : cpuMs(recorder)
    const { answers, tookMs, latencies } = await askWithAutocannon({ url: target.origin + path, connections, ...much })
    const each = (before: number | null, after: number | null) =>
      before === null || after === null ? null : (after - before) / answers
    return {
      throughput: (answers * 1000) / tookMs,
      latency: median(latencies),
      serverMs: each(server, cpuMs(target.pid)),
      recorderMs: recorder === null ? null : each(ours, cpuMs(recorder)),
    }
  }

  async function measure(connections: number, attached: Attached): Promise<Measured> {
    const recording = attached && (await startRecording(target.origin, ['--out', '/dev/null', ...attached]))
    const pid = recording?.child.pid ?? null
    const burst = await load(connections, { amount: BURST }, pid)
    await load(connections, { amount: REST }, null)
    const sustained = await load(connections, { duration: seconds }, pid)
    if (!recording) return { burst, sustained, told: null }
    await recording.stop()
    const said = /(\d+) events and (\d+) bytes dropped; agent ([\d.]+) ms a request, at most ([\d.]+) ms/.exec(
      recording.child.stderr,
    )
    if (!said) throw new Error(`no summary in: ${recording.child.stderr}`)
    const [, , droppedBytes, ms, longestMs] = said.map(Number) as [number, number, number, number, number]
    return { burst, sustained, told: { ms, longestMs, droppedBytes } }
  }

  process.stderr.write('warming up\n')
  await load(16, { duration: seconds }, null)
  return {
    what: `${name} under next start`,
    measure,
    async undisturbed() {
      const schedule = (policy: string, priority: string) =>
        execFileSync('chrt', ['--all-tasks', policy, '--pid', priority, String(target.pid)], { stdio: 'ignore' })
      try {
        schedule('--fifo', '10')
      } catch {
        return null
      }
      const longest: number[] = []
      for (let run = 0; run < HOLDS; run += 1) longest.push((await measure(16, [])).told?.longestMs ?? 0)
      schedule('--other', '0')
      return longest
    },
    end: () => target.end(),
  }
}

/** User and system time of a process so far, in ms: clock ticks of 10 ms on every Linux that Node runs on. */
function cpuMs(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return null
  }
}
