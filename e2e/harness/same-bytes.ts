import { type HeaderPairs, type RawRequest, sendRaw } from './raw-client.ts'

const GZIP: HeaderPairs = [['Accept-Encoding', 'gzip']]
const REQUESTS: readonly (readonly [string, RawRequest?])[] = [
  ['/props'],
  ['/props', { headers: GZIP }],
  ['/props', { method: 'HEAD' }],
  ['/_next/data/{build}/props.json'],
  ['/_next/data/{build}/hostile.json', { headers: GZIP }],
  ['/hostile'],
  ['/echo', { method: 'POST', body: 'hello' }],
  ['/headers/many'],
  ['/headers/cache'],
  ['/headers/status'],
  ['/ends/end'],
  ['/ends/stream'],
  ['/ends/write-head'],
  ['/ends/redirect'],
  ['/redirect/permanent'],
  ['/not-found'],
  ['/throw/string'],
  ['/throw/error'],
  ['/throw/render'],
  ['/lost/nan'],
  ['/large?kb=300'],
  ['/large?kb=300', { headers: GZIP }],
  ['/static'],
  ['/built'],
  ['/api/hello?from=x'],
  ['/no-such-page'],
  ['/ready.txt'],
]

/**
 * What Next itself varies between two answers to the same request, by rule; nothing else may differ because of us.
 * `next start`: the clock (Date). `next dev`: the times that it puts behind its scripts, and so the ETag and lengths of its documents.
 */
export const VARIES = {
  start: { headers: /^date$/i, text: /(?!)/g },
  dev: { headers: /^(date|etag|content-length)$/i, text: /\?(ts|v)=\d+/g },
} as const

/** Status, headers and bytes of the nasty pages' answers, as they came but for what Next varies. */
export async function answersOf(origin: string, build: string, mode: 'dev' | 'start'): Promise<unknown[]> {
  const varies = VARIES[mode]
  const answers: unknown[] = []
  for (const [path, request] of REQUESTS) {
    const url = path.replace('{build}', build)
    const { method, status, headers, body } = await sendRaw(origin, url, request)
    answers.push({
      method,
      url,
      status,
      headers: headers.filter(([name]) => !varies.headers.test(name)),
      text: body.toString('latin1').replace(varies.text, ''),
    })
  }
  return answers
}
