import type { RouteStats } from './aggregate.ts'
import { histogram } from './aggregate.ts'
import styles from './Charts.module.css'

const WIDTH = 74
const HEIGHT = 18

/** How the durations of the calls are spread, on the scale that all pages share. The numbers beside it say the same to screen readers. */
export function Spread({ calls, toMs }: { readonly calls: Float64Array; readonly toMs: number }) {
  const { bins } = histogram(calls, 0.5, toMs)
  const most = Math.max(1, ...bins)
  const wide = WIDTH / bins.length
  return (
    <svg className={styles['chart']} width={WIDTH} height={HEIGHT} aria-hidden>
      <line className={styles['base']} x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
      {bins.map((count, bin) => {
        const height = count === 0 ? 0 : Math.max(2, (count / most) * (HEIGHT - 2))
        return count === 0 ? null : (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
            key={bin}
            className={styles['bar']}
            x={bin * wide}
            y={HEIGHT - height}
            width={wide - 0.8}
            height={height}
          />
        )
      })}
    </svg>
  )
}

/** The median of the call over the session, in equal parts of its time. */
export function Trend({ trend }: Pick<RouteStats, 'trend'>) {
  const known = trend.filter(value => value !== null)
  const most = Math.max(0.001, ...known)
  const wide = WIDTH / trend.length
  const points = trend.flatMap((value, index) =>
    value === null ? [] : [{ x: index * wide + wide / 2, y: HEIGHT - 2 - (value / most) * (HEIGHT - 5) }],
  )
  return (
    <svg className={styles['chart']} width={WIDTH} height={HEIGHT} aria-hidden>
      <polyline
        className={styles['line']}
        points={points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}
      />
      {points.map(({ x, y }) => (
        <circle key={x} className={styles['dot']} cx={x} cy={y} r={1.6} />
      ))}
    </svg>
  )
}
