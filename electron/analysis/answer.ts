import { decodeBody } from './decode.ts'
import { measureProps, type PropsSizes } from './props-sizes.ts'

/** The bytes of one answer of a page, as they left the server. */
export interface AnswerInput {
  readonly bytes: Uint8Array
  readonly contentEncoding: string | null
  readonly contentType: string | null
  /** Next's route whose call the answer carries. */
  readonly page: string | null
  /** Known not to be whole: some bytes were let go, or the client went away. */
  readonly cut: boolean
}

/** What an answer holds. */
export interface AnswerReading {
  /** The decoded body. */
  readonly body: Uint8Array
  /** Its size in bytes; null where it could not be decoded. */
  readonly bodyBytes: number | null
  /** The page's props as compact JSON; null where the answer holds none. */
  readonly propsJson: Uint8Array | null
  readonly props: PropsSizes | null
  /** The error that `next dev` writes into its error page. */
  readonly nextError: { readonly name: string | null; readonly message: string; readonly stack: string | null } | null
  /** What the answer says of Next; null where it holds nothing of it. */
  readonly next: NextNote | null
  readonly gap: string | null
}

/** What Next writes beside the props. */
export interface NextNote {
  /** The route that was rendered, of a document; null in a data answer, which names none. */
  readonly page: string | null
  readonly buildId: string | null
  /** The props come from a getServerSideProps (`gssp`, `__N_SSP`). */
  readonly fromCall: boolean
  /** Where a data answer sends the client to (`__N_REDIRECT`). */
  readonly redirect: string | null
}

/** Reads an answer: `__NEXT_DATA__` of a document, `pageProps` of a data answer. Never throws. */
export function readAnswer(input: AnswerInput): AnswerReading {
  const { bytes, gap } = decodeBody(input.bytes, input.contentEncoding, input.cut)
  const nothing = {
    body: bytes,
    bodyBytes: gap ? null : bytes.byteLength,
    propsJson: null,
    props: null,
    nextError: null,
    next: null,
  }
  if (gap) return { ...nothing, gap }
  const type = input.contentType ?? ''
  const isData = type.startsWith('application/json')
  const text = isData ? bytes : type.startsWith('text/html') ? nextData(bytes) : null
  if (!text) {
    const lost = input.cut && type.startsWith('text/html')
    return { ...nothing, gap: lost ? 'The answer was cut before its props were complete.' : null }
  }
  let data: unknown
  try {
    data = JSON.parse(Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString('utf8'))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return {
      ...nothing,
      gap: input.cut ? 'The answer was cut before its props were complete.' : `The props could not be read: ${why}.`,
    }
  }
  const pageProps = isData ? member(data, 'pageProps') : propsOfDocument(data, input.page)
  const nextError = isData ? null : errorOf(member(data, 'err'))
  const next = isData ? noteOfData(data) : noteOfDocument(data)
  if (pageProps === undefined) return { ...nothing, nextError, next, gap: null }
  const json = JSON.stringify(pageProps)
  return { ...nothing, nextError, next, propsJson: Buffer.from(json), props: measureProps(json, pageProps), gap: null }
}

/** The JSON of the document's `__NEXT_DATA__`: the last one, since Next writes its own at the end of the body. */
function nextData(html: Uint8Array): Uint8Array | null {
  const buffer = Buffer.from(html.buffer, html.byteOffset, html.byteLength)
  const id = buffer.lastIndexOf('id="__NEXT_DATA__"')
  if (id < 0) return null
  const from = buffer.indexOf('>', id)
  const to = buffer.indexOf('</script', from)
  return from < 0 || to < 0 ? null : buffer.subarray(from + 1, to)
}

/** An error page stands in the place of the page that was asked for: what it holds is not the call's. */
function propsOfDocument(data: unknown, page: string | null): unknown {
  if (page !== null && member(data, 'page') !== page) return undefined
  return member(member(data, 'props'), 'pageProps')
}

function noteOfDocument(data: unknown): NextNote | null {
  const page = member(data, 'page')
  if (typeof page !== 'string') return null
  const fromCall = member(data, 'gssp') === true || member(member(data, 'props'), '__N_SSP') === true
  return { page, buildId: textOf(member(data, 'buildId')), fromCall, redirect: null }
}

function noteOfData(data: unknown): NextNote | null {
  const pageProps = member(data, 'pageProps')
  if (pageProps === undefined) return null
  const redirect = textOf(member(pageProps, '__N_REDIRECT'))
  return { page: null, buildId: null, fromCall: member(data, '__N_SSP') === true, redirect }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : null)

function errorOf(value: unknown): AnswerReading['nextError'] {
  const message = member(value, 'message')
  if (typeof message !== 'string') return null
  const name = member(value, 'name')
  const stack = member(value, 'stack')
  // In production Next only repeats the status here.
  if (name === 'Internal Server Error.') return null
  return { name: typeof name === 'string' ? name : null, message, stack: typeof stack === 'string' ? stack : null }
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined
}
