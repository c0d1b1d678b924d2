import { type Answer, ask } from './requests.ts'

/** What a page of Next really answered, and what its answer says of the props. */
export interface PageTruth extends Answer {
  readonly url: string
  /** `pageProps`, from `__NEXT_DATA__` or the data JSON; null where the answer holds none. */
  readonly props: Readonly<Record<string, unknown>> | null
  /** UTF-8 length of the props as compact JSON. */
  readonly propsBytes: number | null
  /** From the request's start to the last byte, as the client saw it, in ms. */
  readonly tookMs: number
}

let marks = 0

/** An address that nobody else asks for. Letters only, so that no filter for a status finds it. */
export function marked(path: string): string {
  const mark = `${process.pid}-${Date.now()}-${++marks}`.replace(/\d/g, digit => 'ghijkmpqrv'.charAt(Number(digit)))
  return `${path}${path.includes('?') ? '&' : '?'}e2e=${mark}`
}

/** Asks for a page as it is said, and reads the answer. */
export async function askPage(origin: string, url: string): Promise<PageTruth> {
  const from = performance.now()
  const answer = await ask(origin, url, { headers: { accept: 'text/html' } })
  return { ...answer, url, tookMs: performance.now() - from, ...propsOf(answer.body.toString()) }
}

/** The build id that a document names; empty where it names none. */
export const buildIdIn = (html: string) => /"buildId":"([^"]+)"/.exec(html)?.[1] ?? ''

/** The props that a document or a data answer carries. */
export function propsOf(body: string): Pick<PageTruth, 'props' | 'propsBytes'> {
  const json = body.startsWith('{') ? body : /<script id="__NEXT_DATA__"[^>]*>(.*?)<\/script>/s.exec(body)?.[1]
  if (json === undefined) return { props: null, propsBytes: null }
  const data = JSON.parse(json)
  const props = data.props?.pageProps ?? data.pageProps ?? null
  return { props, propsBytes: props === null ? null : Buffer.byteLength(JSON.stringify(props)) }
}
