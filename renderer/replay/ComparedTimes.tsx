import type { Compared, Distribution, Measure, Verdict } from '../../shared/replay.ts'
import { assertNever } from '../../shared/units.ts'
import { Card } from '../details/parts/Card.tsx'
import { formatBytes, formatCount, formatMs } from '../ui/format.ts'
import styles from './Compared.module.css'

const NAMES: Readonly<Record<Measure, string>> = {
  callMs: 'getServerSideProps',
  ttfbMs: 'First byte',
  totalMs: 'Whole request',
  bytes: 'Body, decoded',
}

/** Medians of both sides, and whether their difference is more than chance. */
export function ComparedTimes({ compared: { measures, left, right } }: { readonly compared: Compared }) {
  return (
    <Card title="Timing and size">
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">Median of</th>
            <th scope="col">A ({formatCount(left.count)})</th>
            <th scope="col">B ({formatCount(right.count)})</th>
            <th scope="col">B is</th>
          </tr>
        </thead>
        <tbody>
          {measures.map(({ measure, left: a, right: b, verdict }) => (
            <tr key={measure}>
              <th scope="row">{NAMES[measure]}</th>
              <td>{medianOf(measure, a)}</td>
              <td>{medianOf(measure, b)}</td>
              <td className={styles['verdict']} data-kind={kindOf(measure, verdict)}>
                {a && b ? verdictWords(measure, verdict, b.p50 - a.p50) : '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {left.count > 1 || right.count > 1 ? (
        <p className={styles['same']}>
          Of a run its first request is left out. Chance is told by the Mann-Whitney test.
        </p>
      ) : null}
    </Card>
  )
}

const format = (measure: Measure, value: number) =>
  measure === 'bytes' ? formatBytes(Math.round(value)) : formatMs(value)
const medianOf = (measure: Measure, spread: Distribution | null) => (spread ? format(measure, spread.p50) : '–')

/** More time is worse, less is better; of bytes as well. */
function kindOf(_measure: Measure, { kind }: Verdict): string {
  return kind === 'more' ? 'worse' : kind === 'less' ? 'better' : 'plain'
}

export function verdictWords(measure: Measure, verdict: Verdict, difference: number): string {
  const by = format(measure, Math.abs(difference))
  switch (verdict.kind) {
    case 'too-few': {
      const sign = difference === 0 ? 'the same' : `${difference > 0 ? '+' : '−'}${by}`
      return `${sign}; too few runs to tell (${verdict.needed} on each side)`
    }
    case 'no-difference':
      return `no difference to tell (${pWords(verdict.p)})`
    case 'more':
      return `${measure === 'bytes' ? 'larger' : 'slower'} by ${by} (${pWords(verdict.p)})`
    case 'less':
      return `${measure === 'bytes' ? 'smaller' : 'faster'} by ${by} (${pWords(verdict.p)})`
    default:
      return assertNever(verdict)
  }
}

/** Of the Mann-Whitney test. */
const pWords = (p: number) => (p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(p < 0.1 ? 3 : 2)}`)
