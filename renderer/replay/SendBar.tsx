import { Repeat } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import {
  CONCURRENCY_LIMIT,
  type Outgoing,
  type PreparedReplay,
  type ReplayAs,
  TIMES_LIMIT,
} from '../../shared/replay.ts'
import { Button } from '../ui/Button.tsx'
import { onePlan, send } from './replay-state.ts'
import styles from './SendBar.module.css'
import { remember } from './use-history.ts'

const WAYS: readonly { readonly as: ReplayAs; readonly label: string }[] = [
  { as: 'same', label: 'As it stands' },
  { as: 'document', label: 'As a document' },
  { as: 'data', label: 'As a data request' },
  { as: 'both', label: 'Both, compared' },
]

export interface SendBarProps {
  readonly prepared: PreparedReplay
  readonly request: Outgoing
  readonly problems: ReadonlyMap<string, string>
  /** It is not as it came: then it is remembered. */
  readonly edited: boolean
}

/** How it is sent: in which way, how often, how many at once. */
export function SendBar({ prepared, request, problems, edited }: SendBarProps) {
  const [as, setAs] = useState<ReplayAs>('same')
  const [length, setLength] = useState<'times' | 'seconds'>('times')
  const [amount, setAmount] = useState('1')
  const [concurrency, setConcurrency] = useState('1')
  const [beginning, setBeginning] = useState(false)
  const most = length === 'times' ? TIMES_LIMIT : 600
  const count = wholeNumber(amount, most)
  const atOnce = wholeNumber(concurrency, CONCURRENCY_LIMIT)
  const both = as === 'both'
  const wrong =
    count === null
      ? `${length === 'times' ? 'Times' : 'Seconds'}: a whole number from 1 to ${most}.`
      : atOnce === null
        ? `At once: a whole number from 1 to ${CONCURRENCY_LIMIT}.`
        : problems.size > 0
          ? 'What is marked above must be mended first.'
          : null
  const begin = async (event: FormEvent) => {
    event.preventDefault()
    if (wrong !== null || count === null || atOnce === null) return
    setBeginning(true)
    const plan = {
      ...onePlan(prepared.of, prepared.origin, request),
      as,
      times: both || length === 'seconds' ? 1 : count,
      forMs: both || length === 'times' ? null : count * 1000,
      concurrency: both ? 1 : atOnce,
    }
    if (edited) remember(prepared.origin, prepared.page, request)
    await send(plan, false)
    setBeginning(false)
  }
  return (
    <form className={styles['bar']} onSubmit={event => void begin(event)}>
      <label>
        <select
          className={styles['select']}
          aria-label="Send"
          value={as}
          onChange={event => setAs(event.target.value as ReplayAs)}
        >
          {WAYS.map(way => (
            <option key={way.as} value={way.as}>
              {way.label}
            </option>
          ))}
        </select>
      </label>
      <label>
        <input
          className={styles['number']}
          aria-label={length === 'times' ? 'How many times' : 'For how many seconds'}
          inputMode="numeric"
          disabled={both}
          aria-invalid={count === null}
          value={both ? '1' : amount}
          onChange={event => setAmount(event.target.value)}
        />
        <select
          className={styles['select']}
          aria-label="Repeat by"
          disabled={both}
          value={length}
          onChange={event => setLength(event.target.value === 'times' ? 'times' : 'seconds')}
        >
          <option value="times">times</option>
          <option value="seconds">seconds</option>
        </select>
      </label>
      <label>
        <input
          className={styles['number']}
          aria-label="How many at once"
          inputMode="numeric"
          disabled={both}
          aria-invalid={atOnce === null}
          value={both ? '1' : concurrency}
          onChange={event => setConcurrency(event.target.value)}
        />
        <span>at once</span>
      </label>
      <Button type="submit" variant="primary" disabled={wrong !== null || beginning} busy={beginning}>
        <Repeat aria-hidden /> {beginning ? 'Sending…' : 'Replay'}
      </Button>
      {wrong === null ? null : (
        <p className={styles['wrong']} role="status">
          {wrong}
        </p>
      )}
    </form>
  )
}

function wholeNumber(text: string, most: number): number | null {
  const number = Number(text)
  return /^\d+$/.test(text.trim()) && number >= 1 && number <= most ? number : null
}
