import type { Exchange, Wire } from '../../../shared/exchange.ts'
import { formatMs } from '../../ui/format.ts'
import { Card } from '../parts/Card.tsx'
import { Unknown } from '../parts/Unknown.tsx'
import { TimeTable } from '../timing/TimeTable.tsx'
import { useElapsed } from '../timing/use-elapsed.ts'
import { type WireStep, wireSteps } from './wire-words.ts'

const WORDS: Readonly<
  Record<WireStep['name'], { readonly label: string; readonly means: string; readonly look: string }>
> = {
  request: { label: 'Request', means: 'From the first byte of the request to its last', look: 'send' },
  wait: { label: 'Waiting', means: 'From the last byte of the request to the first of the answer', look: 'compile' },
  answer: { label: 'Answer', means: 'From the first byte of the answer to its last', look: 'render' },
}

/** When what went over the wire, as the tap saw it: first bytes and last ones. */
export function WireTimes({ exchange, wire }: { readonly exchange: Exchange; readonly wire: Wire }) {
  const running = exchange.state === 'running'
  const elapsed = useElapsed(exchange.startedAt, running)
  const { durationMs, response } = exchange
  const ttfbMs = response?.ttfbMs ?? null
  const steps = wireSteps(wire.requestSentMs, ttfbMs, durationMs)
  const totalMs = Math.max(0.001, durationMs ?? elapsed, ...steps.map(step => step.startMs + (step.durationMs ?? 0)))
  const share = (ms: number) => Math.min(1, Math.max(0, ms / totalMs))
  return (
    <Card
      title="First and last bytes"
      aside={
        <span>
          first after {ttfbMs === null ? <Unknown why="no byte of an answer came" /> : formatMs(ttfbMs)}, last after{' '}
          {durationMs === null ? (
            <Unknown why={running ? 'it is not over' : 'its end was not seen'} />
          ) : (
            formatMs(durationMs)
          )}
        </span>
      }
    >
      <TimeTable
        of="Part"
        totalMs={totalMs}
        rows={steps.map(({ name, startMs, durationMs: lasts }) => ({
          key: name,
          label: WORDS[name].label,
          means: WORDS[name].means,
          looks: [WORDS[name].look, ...(lasts === null ? ['open'] : [])],
          left: share(startMs),
          width: share(lasts ?? totalMs - startMs),
          startMs,
          duration:
            lasts !== null ? (
              formatMs(lasts)
            ) : (
              <Unknown
                why={running ? 'it is not over' : name === 'request' ? 'not all of it came' : 'its end was not seen'}
              />
            ),
        }))}
      />
    </Card>
  )
}
