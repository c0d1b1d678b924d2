import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Exchange } from '../../shared/exchange.ts'
import type { BodySchema, Outgoing, PreparedReplay } from '../../shared/replay.ts'
import { isDataUrl, placeOfPage, type SiteFacts } from '../../shared/replay-request.ts'
import { cautionsOf } from './cautions.ts'

/** Fields that belong to one connection, or say of it what the sender must say itself. */
const OF_CONNECTION = new Set(['proxy-connection', 'keep-alive', 'te', 'upgrade', 'http2-settings'])

/** The request of an exchange as it can be sent again. `body`: what was captured of the one that came with it; null: nothing. */
export function requestOf({ request }: Exchange, body: Uint8Array | null): Outgoing {
  return {
    method: request.method,
    url: request.url,
    headers: request.headers.filter(([name]) => !OF_CONNECTION.has(name.toLowerCase())),
    body: body && body.byteLength > 0 ? bodyOf(body) : null,
  }
}

/** As text where it is text, so that it can be edited. */
function bodyOf(bytes: Uint8Array): z.infer<typeof BodySchema> {
  const buffer = Buffer.from(bytes)
  const text = buffer.toString('utf8')
  return Buffer.from(text).equals(buffer)
    ? { encoding: 'utf8', text }
    : { encoding: 'base64', text: buffer.toString('base64') }
}

export function prepare(exchange: Exchange, body: Uint8Array | null, facts: SiteFacts): PreparedReplay {
  const { request, server } = exchange
  const outgoing = requestOf(exchange, body)
  const place = placeOfPage(request.url, request.page, facts)
  return {
    of: exchange.id,
    origin: server.origin,
    request: outgoing,
    page: request.page,
    prefix: place.base + (place.locale === null ? '' : `/${place.locale}`),
    ...facts,
    locale: place.locale ?? facts.defaultLocale,
    cautions: cautionsOf(outgoing, exchange),
    notes: notesOf(exchange, body),
  }
}

function notesOf({ request, source }: Exchange, body: Uint8Array | null): string[] {
  const announced = request.headers.some(
    ([name, value]) =>
      name.toLowerCase() === 'transfer-encoding' || (name.toLowerCase() === 'content-length' && value !== '0'),
  )
  if (!announced || body) return []
  const size = request.body === null ? '' : ` (${request.body.bytes} bytes)`
  const why =
    source === 'tap' ? 'the tap keeps no bodies of requests' : 'it was larger than 256 kB, or did not come whole'
  return [`The body that came with it${size} was not captured: ${why}. Give it by hand, or it is sent without.`]
}

/** The same request for the build that the server serves now, where it asked for an older one. */
export function forBuild(request: Outgoing, buildId: string | null): Outgoing {
  if (buildId === null || !isDataUrl(request.url)) return request
  const url = request.url.replace(/(\/_next\/data\/)[^/]+/, (_, before: string) => before + buildId)
  return url === request.url ? request : { ...request, url }
}

const ManifestSchema = z.object({
  i18n: z.object({ locales: z.array(z.string()), defaultLocale: z.string() }).nullish(),
})

/** What the project's build says of its addresses. `buildId`: as the server's own answers told, which counts more than a file that may be of another build. */
export async function siteFacts(
  folder: string | null,
  mode: 'dev' | 'start' | null,
  buildId: string | null,
): Promise<SiteFacts> {
  const text = async (...parts: string[]) =>
    folder === null ? null : readFile(join(folder, '.next', ...parts), 'utf8').catch(() => null)
  const manifest =
    (mode === 'dev' ? await text('dev', 'routes-manifest.json') : null) ?? (await text('routes-manifest.json'))
  const { i18n } = manifestOf(manifest)
  const built = mode === 'dev' ? 'development' : ((await text('BUILD_ID'))?.trim() ?? null)
  return { buildId: buildId ?? built, locales: i18n?.locales ?? [], defaultLocale: i18n?.defaultLocale ?? null }
}

function manifestOf(text: string | null): z.infer<typeof ManifestSchema> {
  try {
    return ManifestSchema.parse(JSON.parse(text ?? '{}'))
  } catch {
    return {}
  }
}
