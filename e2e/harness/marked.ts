import type { Exchange } from '../../shared/exchange.ts'
import type { Recording } from './propscope.ts'
import { type HeaderPairs, type RawExchange, type RawRequest, sendRaw } from './raw-client.ts'

/** The header by which a request of ours and its exchange are told to belong together. */
const MARK = 'x-case'

export const marked = (mark: string): HeaderPairs => [[MARK, mark]]

/** The mark of the request behind an exchange, null where it was none of ours. */
export function markOf(exchange: Exchange): string | null {
  return exchange.request.headers.find(([name]) => name === MARK)?.[1] ?? null
}

export function sendMarked(origin: string, url: string, mark: string, request: RawRequest = {}): Promise<RawExchange> {
  return sendRaw(origin, url, { ...request, headers: [...marked(mark), ...(request.headers ?? [])] })
}

/** The exchanges of each mark. */
export function byMark(exchanges: readonly Exchange[]): Map<string, Exchange[]> {
  const found = new Map<string, Exchange[]>()
  for (const exchange of exchanges) {
    const mark = markOf(exchange)
    if (mark !== null) found.set(mark, [...(found.get(mark) ?? []), exchange])
  }
  return found
}

/** Waits for one exchange of each mark, ends the recording, and gives each mark's; fails where one has none or two. */
export async function stopWith(recording: Recording, marks: readonly string[]): Promise<Map<string, Exchange>> {
  await recording.untilExchanges(marks.length, exchange => marks.includes(markOf(exchange) ?? ''))
  const found = byMark(await recording.stop())
  const counts = Object.fromEntries([...found].map(([mark, list]) => [mark, list.length]))
  const wrong = marks.filter(mark => counts[mark] !== 1)
  if (wrong.length > 0) throw new Error(`not one exchange each: ${wrong.map(mark => `${mark} ${counts[mark]}`)}`)
  return new Map(marks.map(mark => [mark, (found.get(mark) ?? [])[0] as Exchange]))
}

/** The build id, as every document of the cases names it. */
export async function buildOf(origin: string): Promise<string> {
  const { body } = await sendRaw(origin, '/empty')
  return /"buildId":"([^"]+)"/.exec(body.toString())?.[1] ?? ''
}
