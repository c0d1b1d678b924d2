import { get } from 'node:http'
import { z } from 'zod'

/** Where an inspector may listen. Always this machine. */
export interface InspectorAddress {
  /** A loopback address; no names, so that nothing is looked up. */
  readonly host: string
  readonly port: number
}

/** An inspector that answered. */
export interface ProbedInspector {
  /** As `/json/version` says it, e.g. `node.js/v20.20.2`. */
  readonly runtime: string
  /** `ws://127.0.0.1:9229/<uuid>` */
  readonly url: string
  /** Entry script of the process, e.g. `/shop/node_modules/next/dist/server/lib/start-server.js`. */
  readonly script: string
}

const VersionSchema = z.object({ Browser: z.string() })
const ListSchema = z.array(
  z.object({ type: z.string(), title: z.string(), webSocketDebuggerUrl: z.string().optional() }),
)
/** An inspector's answers are of some hundred bytes; whoever sends more is none. */
const LONGEST_ANSWER = 64 * 1024

/**
 * Asks whether a Node inspector listens there; null where nothing does, or something else. It sends two GETs, so it must not be pointed
 * at a port that serves somebody's site.
 */
export async function probeInspector(address: InspectorAddress, timeoutMs: number): Promise<ProbedInspector | null> {
  const [version, list] = await Promise.all([
    readJson(address, '/json/version', VersionSchema, timeoutMs),
    readJson(address, '/json/list', ListSchema, timeoutMs),
  ])
  const target = list?.find(entry => entry.type === 'node' && URL.canParse(entry.webSocketDebuggerUrl ?? ''))
  if (!version || !target?.webSocketDebuggerUrl) return null
  const { pathname } = new URL(target.webSocketDebuggerUrl)
  return {
    runtime: version.Browser,
    url: `ws://${bracketed(address.host)}:${address.port}${pathname}`,
    script: target.title,
  }
}

function readJson<T>(at: InspectorAddress, path: string, schema: z.ZodType<T>, timeoutMs: number): Promise<T | null> {
  return new Promise(resolve => {
    const request = get({ host: at.host, port: at.port, path, agent: false, timeout: timeoutMs }, response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
        if (text.length > LONGEST_ANSWER) request.destroy()
      })
      response.on('end', () => {
        const isWhole = response.statusCode === 200 && text.length <= LONGEST_ANSWER
        resolve(isWhole ? parse(text, schema) : null)
      })
    })
    // `timeout` above is for silence; this one also ends an answer that drips.
    const timer = setTimeout(() => request.destroy(), timeoutMs)
    request.on('timeout', () => request.destroy())
    request.on('error', () => {})
    request.on('close', () => {
      clearTimeout(timer)
      resolve(null)
    })
  })
}

function parse<T>(text: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** An address as a URL writes it. */
export const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host)
