import type { RequestHead, ResponseHead } from './head.ts'

/** How the body that follows a head is delimited. */
export type Framing =
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' }
  /** What follows is another protocol. */
  | { readonly kind: 'tunnel' }
  | { readonly kind: 'not-understood'; readonly reason: string }
  /** Reading ends before this message. */
  | { readonly kind: 'refused' }

const NO_BODY: Framing = { kind: 'length', length: 0 }

/**
 * RFC 9112 §6.3 for a request. Transfer-Encoding wins over Content-Length. `tunnel` where the client wants another protocol: whether the server agrees
 * is only known by its answer.
 */
export function requestFraming(head: RequestHead): Framing {
  if (head.method === 'CONNECT') return { kind: 'tunnel' }
  if (head.transferCodings.length > 0) {
    if (head.transferCodings.at(-1) === 'chunked') return { kind: 'chunked' }
    return { kind: 'not-understood', reason: 'The request has a Transfer-Encoding that does not end in chunked.' }
  }
  const body = lengthFraming(head.contentLengths, 'request') ?? NO_BODY
  return body.kind === 'length' && body.length === 0 && head.upgrade ? { kind: 'tunnel' } : body
}

/** RFC 9112 §6.3 for an answer to a request with `method`. */
export function responseFraming(head: ResponseHead, method: string | null): Framing {
  const { status } = head
  if (status === 101 || (method === 'CONNECT' && status >= 200 && status < 300)) return { kind: 'tunnel' }
  if (status < 200 || status === 204 || status === 304 || method === 'HEAD') return NO_BODY
  if (head.transferCodings.length > 0) {
    return head.transferCodings.at(-1) === 'chunked' ? { kind: 'chunked' } : { kind: 'until-close' }
  }
  return lengthFraming(head.contentLengths, 'answer') ?? { kind: 'until-close' }
}

function lengthFraming(lengths: readonly string[], of: 'request' | 'answer'): Framing | null {
  const [first] = lengths
  if (first === undefined) return null
  if (lengths.some(length => length !== first)) {
    return {
      kind: 'not-understood',
      reason: `The ${of} has Content-Lengths that differ: ${lengths.slice(0, 4).join(', ')}.`,
    }
  }
  const length = Number(first)
  if (!/^\d+$/.test(first) || !Number.isSafeInteger(length)) {
    return {
      kind: 'not-understood',
      reason: `The ${of} has a Content-Length that is no number: ${first.slice(0, 40)}.`,
    }
  }
  return { kind: 'length', length }
}
