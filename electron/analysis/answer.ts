import type { Ledger } from '../../shared/exchange.ts'
import { type CompactJson, compactJson } from './compact-json.ts'
import { type Decoded, decodeBody } from './decode.ts'
import { type Extent, type Members, readObject, valueAt } from './json-bytes.ts'
import { marksOf, type PropsMarks } from './props-marks.ts'
import type { PropsSizes } from './props-sizes.ts'
import { isOwnPage } from './stand-ins.ts'
import { wirePropsOf } from './wire-props.ts'

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
  /** The decoded body, as far as it could be decoded. */
  readonly body: Uint8Array
  /** Its size in bytes; null where it could not be decoded. */
  readonly bodyBytes: number | null
  /** The page's props as compact JSON; null where the answer holds none. */
  readonly propsJson: Uint8Array | null
  readonly props: PropsSizes | null
  /** What tells these props from others, and what among them looks like a secret. */
  readonly marks: PropsMarks | null
  /** The error that `next dev` writes into its error page. */
  readonly nextError: { readonly name: string | null; readonly message: string; readonly stack: string | null } | null
  /** What the answer says of Next; null where it holds nothing of it. */
  readonly next: NextNote | null
  /** Where the bytes are; null where it holds no props, or was not read whole. */
  readonly ledger: Ledger | null
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
  /** What the document says of the route's address: the query with the params in it, and the locale; null where it says nothing. */
  readonly query: Readonly<Record<string, unknown>> | null
  readonly locale: string | null
}

/** Reads an answer: `__NEXT_DATA__` of a document, `pageProps` of a data answer. Never rejects. */
export async function readAnswer(input: AnswerInput): Promise<AnswerReading> {
  return readDecoded(input, await decodeBody(input.bytes, input.contentEncoding, input.cut))
}

/** Reads an answer whose body is decoded already, as far as it could be. */
export async function readDecoded(input: AnswerInput, decoded: Decoded): Promise<AnswerReading> {
  const body = Buffer.from(decoded.bytes.buffer, decoded.bytes.byteOffset, decoded.bytes.byteLength)
  const nothing: AnswerReading = {
    body: decoded.bytes,
    bodyBytes: decoded.gap === null ? body.byteLength : null,
    propsJson: null,
    props: null,
    marks: null,
    nextError: null,
    next: null,
    ledger: null,
    gap: decoded.gap,
  }
  const type = input.contentType ?? ''
  const isData = type.startsWith('application/json')
  const isDocument = type.startsWith('text/html')
  if ((!isData && !isDocument) || body.byteLength === 0) return nothing
  const ended = input.cut ? 'The answer was cut before its props were complete.' : null
  const data = isData ? { from: 0, to: body.byteLength } : nextData(body)
  if (!data) return { ...nothing, gap: decoded.gap ?? ended }
  const read = readObject(body, data.from, data.to, 'props')
  if (!read) {
    // Other JSON than an object is no data answer of Next's, and none of our business.
    const isOther = isData && isWholeJson(body, data)
    const broken = 'The props could not be read: the JSON that holds them is broken or ends early.'
    return { ...nothing, gap: decoded.gap ?? (isOther ? null : (ended ?? broken)) }
  }
  const { members, within } = read
  const { pageProps, next } = isData ? inData(body, members) : inDocument(body, members, within, input.page)
  const nextError = isData ? null : errorOf(valueAt(body, members.get('err')))
  if (!pageProps) return { ...nothing, nextError, next }
  const json = compactJson(body, pageProps)
  if (typeof json === 'number') {
    const broken = `The props could not be read: their JSON is broken at byte ${json - pageProps.from}.`
    return { ...nothing, nextError, next, gap: decoded.gap ?? broken }
  }
  const ledger = await ledgerOf(input, nothing, pageProps, json, next)
  return {
    ...nothing,
    nextError,
    next,
    propsJson: json.bytes,
    props: sizesOf(json),
    marks: marksOf(json.bytes),
    ledger,
  }
}

/** Only of whole answers that say what the props of the page are. */
async function ledgerOf(
  { bytes, contentEncoding, cut }: AnswerInput,
  { body, gap }: AnswerReading,
  pageProps: Extent,
  json: CompactJson,
  next: NextNote | null,
): Promise<Ledger | null> {
  if (cut || gap !== null || next?.redirect != null) return null
  const document = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const wire = bytes.byteLength
  return {
    props: json.bytes.byteLength,
    embedded: pageProps.to - pageProps.from,
    document: document.byteLength,
    wire,
    wireProps: await wirePropsOf(document, pageProps, contentEncoding, wire),
  }
}

/** The JSON of the document's `__NEXT_DATA__`: the last one, since Next writes its own at the end of the body. */
function nextData(html: Buffer): Extent | null {
  const id = html.lastIndexOf('id="__NEXT_DATA__"')
  if (id < 0) return null
  const from = html.indexOf('>', id)
  const to = html.indexOf('</script', from)
  return from < 0 || to < 0 ? null : { from: from + 1, to }
}

type Found = { readonly pageProps: Extent | undefined; readonly next: NextNote | null }

/** An error page stands in the place of the page that was asked for: what it holds is not the call's. `wanted`: null where it is not known which one was. */
function inDocument(body: Buffer, members: Members, within: Members | null, wanted: string | null): Found {
  const page = textOf(valueAt(body, members.get('page')))
  const called = [members.get('gssp'), within?.get('__N_SSP')].some(flag => valueAt(body, flag) === true)
  const query = valueAt(body, members.get('query'))
  const next: NextNote | null =
    page === null
      ? null
      : {
          page,
          buildId: textOf(valueAt(body, members.get('buildId'))),
          fromCall: called,
          redirect: null,
          query: typeof query === 'object' ? (query as NextNote['query']) : null,
          locale: textOf(valueAt(body, members.get('locale'))),
        }
  const isWanted = wanted === null ? page === null || isOwnPage(page) : page === wanted
  return { pageProps: isWanted ? within?.get('pageProps') : undefined, next }
}

function inData(body: Buffer, members: Members): Found {
  const pageProps = members.get('pageProps')
  if (!pageProps) return { pageProps, next: null }
  // A redirect's are a few members; props may be as large as they like.
  const told = pageProps.to - pageProps.from < REDIRECT_AT_MOST ? valueAt(body, pageProps) : null
  const redirect = textOf(member(told, '__N_REDIRECT'))
  const fromCall = valueAt(body, members.get('__N_SSP')) === true
  return { pageProps, next: { page: null, buildId: null, fromCall, redirect, query: null, locale: null } }
}

const REDIRECT_AT_MOST = 16 * 1024

function sizesOf({ bytes, members }: CompactJson): PropsSizes {
  const keys = members.map(({ key, bytes: size }) => ({ path: key, bytes: size })).sort((a, b) => b.bytes - a.bytes)
  return { bytes: bytes.byteLength, keys, truncated: false }
}

const isWholeJson = (body: Buffer, extent: Extent) => typeof compactJson(body, extent) !== 'number'

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
