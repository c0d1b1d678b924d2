import type { Exchange, Phase } from '../../../shared/exchange.ts'
import { formatMs } from '../../ui/format.ts'
import { Card } from '../parts/Card.tsx'
import styles from './PhaseCard.module.css'
import { TimeTable } from './TimeTable.tsx'
import { useElapsed } from './use-elapsed.ts'
import { waterfallOf } from './waterfall.ts'

const MEANINGS: Readonly<Record<Phase['name'], string>> = {
  compile: 'Next found the page; under next dev it compiled it, too',
  getServerSideProps: 'The page’s getServerSideProps ran',
  render: 'React rendered the page to HTML',
  send: 'From the first byte of the answer to the last',
}

/** Where the time of this one request went. */
export function PhaseCard({ exchange }: { readonly exchange: Exchange }) {
  const running = exchange.state === 'running'
  const elapsed = useElapsed(exchange.startedAt, running)
  const { bars, totalMs } = waterfallOf(exchange, elapsed)
  const failed = (name: Phase['name']) =>
    (name === 'getServerSideProps' && exchange.call?.error) || (name === 'render' && exchange.renderError)
  return (
    <Card title="Phases" aside={`${formatMs(totalMs)}${exchange.durationMs === null ? ' so far' : ' in all'}`}>
      {bars.length === 0 ? (
        <p className={styles['none']}>
          {running ? 'No phase has ended yet.' : 'No phase of this request was seen inside the server.'}
        </p>
      ) : (
        <TimeTable
          of="Phase"
          totalMs={totalMs}
          rows={bars.map(({ name, startMs, durationMs, left, width }) => ({
            key: `${name} ${startMs}`,
            label: name,
            means: MEANINGS[name],
            looks: [name, ...(failed(name) ? ['failed'] : []), ...(durationMs === null ? ['open'] : [])],
            left,
            width,
            startMs,
            duration:
              durationMs !== null
                ? formatMs(durationMs)
                : running
                  ? `${formatMs(Math.max(0, elapsed - startMs))} so far`
                  : 'end not seen',
          }))}
        />
      )}
    </Card>
  )
}
