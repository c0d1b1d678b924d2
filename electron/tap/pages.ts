import type { OwnAnswer } from './conversation.ts'

/** A plain page of the tap's own, as bytes to send and as what is told of it. */
export interface Page {
  readonly bytes: Buffer
  readonly told: OwnAnswer
}

/** The target did not take the connection; asks again by itself. */
export function downPage(origin: string, why: string, withBody: boolean): Page {
  return page(
    502,
    'Bad Gateway',
    ['Retry-After: 1'],
    `<meta http-equiv="refresh" content="1"><title>${escapeHtml(origin)} does not answer</title>`,
    `<h1>${escapeHtml(origin)} does not answer</h1><p>Propscope's tap could not reach it: ${escapeHtml(why)}.</p><p>This page asks again every second.</p>`,
    withBody,
  )
}

/** The request is for another host. */
export function refusedPage(host: string, origin: string, withBody: boolean): Page {
  return page(
    403,
    'Forbidden',
    [],
    '<title>Refused</title>',
    `<h1>Refused</h1><p>This is Propscope's tap. It forwards to ${escapeHtml(origin)} only, and this request was for “${escapeHtml(host.slice(0, 200))}”.</p>`,
    withBody,
  )
}

/** As calm as the rest, and dark where the browser is: it stands where a page is expected, and loads every second. */
const LOOK =
  '<meta name="color-scheme" content="light dark"><meta name="viewport" content="width=device-width">' +
  '<style>body{max-width:36em;margin:15vh auto;padding:0 1.5em;font:15px/1.6 system-ui,sans-serif;overflow-wrap:anywhere}h1{font-size:1.3em}</style>'

function page(status: number, reason: string, more: string[], head: string, body: string, withBody: boolean): Page {
  const html = Buffer.from(`<!doctype html><html lang="en"><meta charset="utf-8">${LOOK}${head}${body}\n`)
  const lines = [
    `HTTP/1.1 ${status} ${reason}`,
    'Content-Type: text/html; charset=utf-8',
    `Content-Length: ${html.byteLength}`,
    'Cache-Control: no-store',
    "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'",
    ...more,
    'Connection: close',
  ]
  const text = lines.join('\r\n')
  const sent = Buffer.from(`${text}\r\n\r\n`)
  return {
    bytes: withBody ? Buffer.concat([sent, html]) : sent,
    told: { status, head: text, headBytes: sent.byteLength, bodyBytes: withBody ? html.byteLength : 0 },
  }
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, letter => ENTITIES[letter] ?? letter)
