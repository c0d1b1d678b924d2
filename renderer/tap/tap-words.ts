import type { TapState, WatchedServer } from '../../shared/api.ts'
import { assertNever } from '../../shared/units.ts'

export interface ChipWords {
  readonly text: string
  /** `open`: it forwards; `down`: open, and the target does not answer. */
  readonly look: 'off' | 'opening' | 'open' | 'down' | 'failed'
  readonly title: string
}

/** What the toolbar says of the tap. */
export function chipWords(tap: TapState): ChipWords {
  switch (tap.kind) {
    case 'off':
      return { text: 'off', look: 'off', title: 'See what goes over the wire: turn the tap on (T)' }
    case 'opening':
      return { text: 'opening…', look: 'opening', title: 'The tap is being opened' }
    case 'open':
      return tap.down === null
        ? { text: `:${tap.port}`, look: 'open', title: `The tap at ${tap.origin} forwards to ${tap.target} (T)` }
        : {
            text: `:${tap.port}`,
            look: 'down',
            title: `${tap.target} does not answer (${tap.down}); the tap waits for it`,
          }
    case 'failed':
      return { text: 'failed', look: 'failed', title: tap.problem.message }
    default:
      return assertNever(tap)
  }
}

/** Nothing but the wire is seen of it: its tap is open and no agent looks on. */
export function isWireOnly({ connection, tap }: Pick<WatchedServer, 'connection' | 'tap'>): boolean {
  return tap.kind === 'open' && connection.kind !== 'attached' && connection.kind !== 'waiting'
}

/** What the toolbar says of several taps at once. */
export function chipWordsOf(taps: readonly TapState[]): ChipWords {
  const [first, ...more] = taps
  if (first && more.length === 0) return chipWords(first)
  const on = taps.filter(tap => tap.kind === 'open')
  const failed = taps.find(tap => tap.kind === 'failed')
  const down = on.find(tap => tap.down !== null)
  if (on.length === 0) return chipWords(failed ?? { kind: 'off' })
  return {
    text: on.map(({ port }) => `:${port}`).join(' '),
    look: down ? 'down' : 'open',
    title: on.map(tap => chipWords(tap).title).join('\n'),
  }
}
