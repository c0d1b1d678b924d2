import type { Exchange, Wire } from '../../shared/exchange.ts'
import { cx } from '../ui/cx.ts'
import { formatMs } from '../ui/format.ts'
import { Card } from './Card.tsx'
import styles from './PhaseCard.module.css'
import { Unknown } from './Unknown.tsx'
import { useElapsed } from './use-elapsed.ts'
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
  const share = (ms: number) => `${Math.min(100, Math.max(0, (ms / totalMs) * 100))}%`
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
      <table className={styles['phases']}>
        <thead>
          <tr>
            <th scope="col">Part</th>
            <td aria-hidden="true" className={styles['scale']}>
              <span>0</span>
              <span>{formatMs(totalMs / 2)}</span>
              <span>{formatMs(totalMs)}</span>
            </td>
            <th scope="col">Start</th>
            <th scope="col">Duration</th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ name, startMs, durationMs: lasts }) => (
            <tr key={name}>
              <th scope="row" title={WORDS[name].means}>
                {WORDS[name].label}
              </th>
              <td aria-hidden="true">
                <span className={styles['track']}>
                  <i
                    className={cx(styles[WORDS[name].look], lasts === null && styles['open'])}
                    style={{ left: share(startMs), width: `max(2px, ${share(lasts ?? totalMs - startMs)})` }}
                  />
                </span>
              </td>
              <td>{formatMs(startMs)}</td>
              <td>
                {lasts !== null ? (
                  formatMs(lasts)
                ) : (
                  <Unknown
                    why={
                      running ? 'it is not over' : name === 'request' ? 'not all of it came' : 'its end was not seen'
                    }
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
