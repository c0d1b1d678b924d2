import type { Kind, Ledger } from '../../../shared/exchange.ts'

export interface LedgerRow {
  readonly id: 'props' | 'embedded' | 'document' | 'wire'
  readonly label: string
  /** null where it is not known. */
  readonly bytes: number | null
  /** How many of them are the props'; null where it is not known. */
  readonly props: number | null
  /** `props` is worked out, not counted. */
  readonly estimated: boolean
  /** What it is, in a sentence. */
  readonly means: string
}

/** How the estimate is worked out; shown wherever it is. */
export const ESTIMATE =
  'Estimated: the decoded answer is compressed anew with and without its props, in the encoding that it was sent with; the difference, as a share of the first, times the bytes that were sent.'

/** The way of the props: as JSON, in the answer, of the answer, of what was sent. `encoding`: as the answer was sent, null for none. */
export function ledgerRows(ledger: Ledger, kind: Kind, encoding: string | null): LedgerRow[] {
  const isDocument = kind !== 'data' && kind !== 'prefetch'
  return [
    {
      id: 'props',
      label: 'Props as JSON',
      bytes: ledger.props,
      props: ledger.props,
      estimated: false,
      means: 'What getServerSideProps returned as props, as compact JSON in UTF-8.',
    },
    {
      id: 'embedded',
      label: isDocument ? 'In __NEXT_DATA__' : 'In the answer',
      bytes: ledger.embedded,
      props: ledger.embedded,
      estimated: false,
      means: isDocument
        ? 'The same props inside the document’s __NEXT_DATA__, with the characters escaped that HTML does not allow there.'
        : 'The same props as they stand in the answer’s JSON.',
    },
    {
      id: 'document',
      label: isDocument ? 'Document' : 'Answer',
      bytes: ledger.document,
      props: ledger.embedded,
      estimated: false,
      means: 'The whole body of the answer, decoded.',
    },
    {
      id: 'wire',
      label: 'On the wire',
      bytes: ledger.wire,
      props: ledger.wireProps,
      estimated: encoding !== null && ledger.wireProps !== null,
      means:
        encoding === null
          ? 'The body as sent, not compressed.'
          : `The body as sent, compressed with ${encoding.slice(0, 60)}.`,
    },
  ]
}

/** Share of a row's bytes that are the props', 0 to 1; null where either is not known, or there are none. */
export function shareOf({ bytes, props }: Pick<LedgerRow, 'bytes' | 'props'>): number | null {
  return bytes === null || props === null || bytes === 0 ? null : Math.min(1, props / bytes)
}

/** How many bytes escaping made the props longer; null where it did not, or is not known. */
export function escapingOf({ props, embedded }: Ledger): number | null {
  return embedded === null || embedded <= props ? null : embedded - props
}
