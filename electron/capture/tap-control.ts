import type { TapState } from '../../shared/api.ts'
import { fail, ok, type Problem, type Result } from '../../shared/problem.ts'
import { readOrigin } from '../servers/target.ts'
import type { Settings } from '../settings/settings.ts'
import { readTapTarget } from '../tap/upstream.ts'
import type { RecordingTap } from './recording-tap.ts'
import type { SessionTap } from './session.ts'
import type { Sessions } from './sessions.ts'

export type OpenTap = Extract<TapState, { kind: 'open' }>

/** One server's tap: opened, closed, opened elsewhere, as it is asked for. It stays in front of its target whoever is attached meanwhile. */
export interface TapControl {
  readonly state: TapState
  /** What is read of the tap that is open, null where none is. */
  readonly tap: RecordingTap | null
  /**
   * Puts the tap in front of `target`, away from where it may be now. `port` null: the one that the project had the last time if it is free, else any. Where the port that is asked for is
   * refused, a tap that is open elsewhere stays.
   */
  open(target: string, port: number | null): Promise<Result<OpenTap>>
  close(): Promise<void>
  setRecording(on: boolean): void
}

export interface TapControlOptions {
  readonly sessions: Sessions
  readonly settings: Settings
  /** Folder of the project that is served at an origin; null where it cannot be told. */
  readonly folderOf: (origin: string) => Promise<string | null>
  /** Who of ours needs that port, in words: no tap is put there. null: nobody. */
  readonly takenBy?: (port: number) => string | null
  readonly onOpen: (tap: RecordingTap) => void
  /** The tap was opened, closed or lost; only its counters or `down` changed. */
  readonly onChange: () => void
  readonly onCount: () => void
}

type Phase =
  | { readonly kind: 'off' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'open' }
  | { readonly kind: 'failed'; readonly problem: Problem }

/** From the target's port, where nothing is remembered: 4000 for 3000. */
const BESIDE = 1000

export function createTapControl(options: TapControlOptions): TapControl {
  const { sessions, settings, folderOf, takenBy = () => null, onOpen, onChange, onCount } = options
  let phase: Phase = { kind: 'off' }
  let current: SessionTap | null = null
  let missedPort: number | null = null
  let recording = true
  let line: Promise<unknown> = Promise.resolve()
  /** Opening and closing wait for each other. */
  function inLine<T>(work: () => Promise<T>): Promise<T> {
    const done = line.then(work)
    line = done.catch(() => {})
    return done
  }
  function become(next: Phase): void {
    phase = next
    onChange()
  }
  /** Called for every change of the tap's counters; the tap may also have gone by itself. */
  function watch(): void {
    const lost = current
    const problem = lost?.tap.problem ?? null
    if (problem === null) return onCount()
    void inLine(async () => {
      if (current !== lost) return
      await letGo()
      become({ kind: 'failed', problem })
    })
  }
  async function letGo(): Promise<void> {
    const ending = current
    current = null
    await ending?.close()
  }
  async function openOn(origin: string, port: number | null): Promise<Result<OpenTap>> {
    const holder = port === null ? null : takenBy(port)
    if (holder !== null) {
      return fail(
        'tap-failed',
        `Port ${port} is needed by ${holder}.`,
        'Give the tap another port, or any that is free.',
      )
    }
    if (current && port !== null && current.tap.port === port) await letGo()
    const opened = await sessions.of(origin).openTap({ target: origin, port, onChange: watch })
    if (!opened.ok) return opened
    await letGo()
    current = opened.value
    missedPort = null
    current.tap.setRecording(recording)
    onOpen(current.tap)
    return ok(stateOf(current.tap, missedPort))
  }
  /** On the project's own port if it can be had. */
  async function openOnAny(origin: string, targetPort: number, project: string): Promise<Result<OpenTap>> {
    const remembered = await settings.tapPort(project)
    const wished = remembered ?? targetPort + BESIDE
    const opened = wished <= 65_535 ? await openOn(origin, wished) : null
    if (opened?.ok) return opened
    const elsewhere = await openOn(origin, null)
    if (!elsewhere.ok) return elsewhere
    missedPort = remembered
    return ok({ ...elsewhere.value, missedPort })
  }

  return {
    get state(): TapState {
      return phase.kind === 'open' ? (current ? stateOf(current.tap, missedPort) : { kind: 'off' }) : phase
    },
    get tap() {
      return current?.tap ?? null
    },
    open: (text, port) =>
      inLine(async () => {
        const target = readTapTarget(readOrigin(text))
        if (!target.ok) return target
        const { origin } = target.value
        const isThere = current?.tap.target === origin && (port === null || current.tap.port === port)
        if (current && isThere) return ok(stateOf(current.tap, missedPort))
        const before = phase
        become({ kind: 'opening' })
        const project = (await folderOf(origin)) ?? origin
        const opened = port === null ? await openOnAny(origin, target.value.port, project) : await openOn(origin, port)
        if (!opened.ok) {
          become(current ? before : { kind: 'failed', problem: opened.problem })
          return opened
        }
        become({ kind: 'open' })
        // A port that had to be taken instead of the remembered one is not what is wished for the next time.
        if (port !== null || (await settings.tapPort(project)) === null) {
          await settings.rememberTapPort(project, opened.value.port)
        }
        return opened
      }),
    close: () =>
      inLine(async () => {
        await letGo()
        if (phase.kind !== 'off') become({ kind: 'off' })
      }),
    setRecording(on) {
      recording = on
      current?.tap.setRecording(on)
    },
  }
}

function stateOf(
  { origin, port, target, connections, requests, down }: RecordingTap,
  missedPort: number | null,
): OpenTap {
  return { kind: 'open', origin, port, missedPort, target, connections, requests, down }
}
