import type { Exchange } from '../../../shared/exchange.ts'
import type { Headers } from './header-rows.ts'

export type SetHeader = NonNullable<Exchange['call']>['setHeaders'][number]

/** What getServerSideProps set, as one of the sent headers shows it. */
export type Beside =
  /** It was sent as it was set. `atMs`: when, from the start of the request. */
  | { readonly kind: 'as-set'; readonly atMs: number }
  /** Something else was sent. */
  | { readonly kind: 'replaced'; readonly values: readonly string[]; readonly atMs: number }

export interface SetBeside {
  /** By the index of the sent header. */
  readonly beside: ReadonlyMap<number, Beside>
  /** What was set, and no header of that name was sent. */
  readonly unsent: readonly { readonly name: string; readonly values: readonly string[]; readonly atMs: number }[]
}

/** Puts what getServerSideProps set beside what was sent. Names are compared in any case; the last setting of a name is the one that counts. */
export function setBeside(sent: Headers, set: readonly SetHeader[]): SetBeside {
  const last = new Map(set.map(header => [header.name.toLowerCase(), header]))
  const beside = new Map<number, Beside>()
  const unsent: SetBeside['unsent'][number][] = []
  for (const [name, { name: written, value, atMs }] of last) {
    const values = typeof value === 'string' ? [value] : [...value]
    const indices = sent.flatMap(([other], index) => (other.toLowerCase() === name ? [index] : []))
    const [first] = indices
    if (first === undefined) {
      unsent.push({ name: written, values, atMs })
      continue
    }
    const same = indices.filter(index => values.some(one => one.trim() === sent[index]?.[1].trim()))
    for (const index of same) beside.set(index, { kind: 'as-set', atMs })
    if (same.length === 0) beside.set(first, { kind: 'replaced', values, atMs })
  }
  return { beside, unsent }
}
