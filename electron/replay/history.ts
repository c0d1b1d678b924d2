import { randomBytes } from 'node:crypto'
import { secretShape } from '../../shared/json/secrets.ts'
import type { Outgoing } from '../../shared/replay.ts'
import { type HistoryApi, KEPT_AT_MOST, KEPT_BODY_AT_MOST, type KeptRequest } from '../../shared/replay-history.ts'
import { REDACTED, redactHeaders, redactRequest } from '../export/redact.ts'
import type { Settings } from '../settings/settings.ts'

export interface HistoryOptions {
  readonly settings: Pick<Settings, 'requests' | 'changeRequests'>
  /** What a project is remembered by: its folder where that is known, else its origin. */
  readonly projectOf: (origin: string) => string
  /** Epoch ms. */
  readonly now?: () => number
}

/** Edited requests, project by project, from one session to the next. */
export function createHistory({ settings, projectOf, now = Date.now }: HistoryOptions): HistoryApi {
  return {
    readHistory: origin => settings.requests(projectOf(origin)),
    rememberRequest(origin, page, asked, secrets) {
      const { request, left } = secrets ? withoutLargeBody(asked, []) : withoutSecrets(asked)
      const kept = { id: randomBytes(8).toString('hex'), at: now(), page, request, secrets, left }
      return settings.changeRequests(projectOf(origin), before =>
        [kept, ...before.filter(other => !isSame(other, kept))].slice(0, KEPT_AT_MOST),
      )
    },
    forgetRequests: (origin, id) =>
      settings.changeRequests(projectOf(origin), before =>
        id === null ? [] : before.filter(other => other.id !== id),
      ),
  }
}

const isSame = (a: KeptRequest, b: KeptRequest): boolean => JSON.stringify(a.request) === JSON.stringify(b.request)

/** The request without cookies, tokens, keys and what else looks like a secret. `left`: as `KeptRequest` has it. */
export function withoutSecrets(request: Outgoing): { readonly request: Outgoing; readonly left: readonly string[] } {
  const left = new Set<string>()
  const redacted = redactHeaders(request.headers)
  const headers = request.headers.filter(([name, value], at) => {
    const safe = redacted[at]?.[1] === value && ![value, ...value.split(/[\s,;=]+/)].some(isSecret)
    if (!safe) left.add(name.toLowerCase())
    return safe
  })
  const { url: named, body: shown } = redactRequest(request)
  const url = named.replace(/([?&][^=&]*=)([^&]+)/g, (whole, name: string, value: string) =>
    isSecret(decoded(value)) ? `${name}${encodeURIComponent(REDACTED)}` : whole,
  )
  if (url !== request.url) left.add('address')
  const text = shown?.text.replace(/"(?:[^"\\]|\\.)*"/g, one => (isSecret(one.slice(1, -1)) ? `"${REDACTED}"` : one))
  const body = shown === null || text === undefined || text === REDACTED ? null : { ...shown, text }
  if (request.body !== null && !saysTheSame(request.body.text, body?.text ?? '')) left.add('body')
  return withoutLargeBody({ ...request, url, headers, body }, [...left])
}

const isSecret = (text: string): boolean => secretShape(text) !== null

/** JSON is written anew where its values are looked at. */
function saysTheSame(before: string, after: string): boolean {
  if (before === after) return true
  try {
    return JSON.stringify(JSON.parse(before)) === after
  } catch {
    return false
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function withoutLargeBody(request: Outgoing, left: readonly string[]) {
  const large = request.body !== null && request.body.text.length > KEPT_BODY_AT_MOST
  return large
    ? { request: { ...request, body: null }, left: [...left.filter(one => one !== 'body'), 'body'] }
    : { request, left }
}
