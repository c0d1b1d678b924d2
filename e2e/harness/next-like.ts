import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as zlib from 'node:zlib'

/** An HTTP server of a test's own. */
export interface OwnOrigin {
  readonly origin: string
  readonly port: number
  close(): Promise<void>
}

export async function ownOrigin(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<OwnOrigin> {
  const server = createServer(answer)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A document as the Pages Router writes it, of a page with getServerSideProps. */
export function nextDocument(page: string, props: unknown): string {
  return `${documentStart(page)}${escaped(props)}${DOCUMENT_END}`
}

/** What stands around the props, for who writes them in pieces. */
export const documentStart = (page: string) =>
  `<!DOCTYPE html><html><head></head><body><div id="__next"><h1>${page}</h1></div><script id="__NEXT_DATA__" type="application/json">{"page":${JSON.stringify(page)},"query":{},"buildId":"b","gssp":true,"scriptLoader":[],"props":{"__N_SSP":true,"pageProps":`
export const DOCUMENT_END = '}}</script></body></html>'

const escaped = (value: unknown) =>
  JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Each `content-encoding` that a proxy before Next may choose. */
export const ENCODERS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: bytes => zlib.gzipSync(bytes),
  br: bytes => zlib.brotliCompressSync(bytes),
  deflate: bytes => zlib.deflateSync(bytes),
  zstd: bytes => zstdFrame(bytes),
}

/** A frame of raw blocks (RFC 8878 §3.1.1): Node 20 has no zstd of its own. */
function zstdFrame(bytes: Buffer): Buffer {
  const parts: Buffer[] = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58])]
  const most = 100_000
  for (let at = 0; at === 0 || at < bytes.length; at += most) {
    const block = bytes.subarray(at, at + most)
    const isLast = at + most >= bytes.length
    const head = Buffer.alloc(3)
    head.writeUIntLE((block.length << 3) | (isLast ? 1 : 0), 0, 3)
    parts.push(head, block)
  }
  return Buffer.concat(parts)
}
