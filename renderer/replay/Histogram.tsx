import type { Distribution } from '../../shared/replay.ts'
import { formatCount } from '../ui/format.ts'
import styles from './Histogram.module.css'

export interface HistogramProps {
  readonly spread: Distribution
  readonly name: string
  /** A value with its unit. */
  readonly value: (number: number) => string
}

const WIDTH = 4
const HEIGHT = 20

/** How often which values came, from the least to the greatest; the words of it are the table's. */
export function Histogram({ spread, name, value }: HistogramProps) {
  const { bins, from, step } = spread
  const most = Math.max(...bins)
  const words = `${name}: how often which values came, from ${value(spread.min)} to ${value(spread.max)}`
  return (
    <svg
      className={styles['histogram']}
      viewBox={`0 0 ${bins.length * WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={words}
    >
      {bins.map((count, at) => {
        // The rare ones are what one looks for: they are seen, however many the others are.
        const height = count === 0 ? 0 : Math.max(1.5, (count / most) * HEIGHT)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
          <g key={at}>
            <title>
              {`${formatCount(count)} from ${value(from + at * step)}${step === 0 ? '' : ` to ${value(from + (at + 1) * step)}`}`}
            </title>
            <rect className={styles['all']} x={at * WIDTH} y={0} width={WIDTH} height={HEIGHT} />
            <rect x={at * WIDTH} y={HEIGHT - height} width={WIDTH - 0.6} height={height} />
          </g>
        )
      })}
    </svg>
  )
}
