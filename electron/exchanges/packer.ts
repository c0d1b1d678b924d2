import { promisify } from 'node:util'
import { brotliCompress, brotliDecompressSync, constants } from 'node:zlib'
import type { Exchange, ExchangeSummary } from '../../shared/exchange.ts'
import { createSharer } from '../../shared/share.ts'

/** Where a packed exchange lies. */
export interface Packed {
  readonly block: Block
  readonly index: number
}
interface Block {
  /** JSON texts, one a line, compressed; outside the heap. */
  readonly bytes: Buffer
}

/** Packs exchanges that are over: some together, since requests of one app say much the same. An exchange takes some 300 bytes then instead of 5 kB. */
export interface Packer {
  /** Exchanges in a block. */
  readonly blockSize: number
  /** In the order given; compressing happens beside the main thread. Null where a block could not be made. */
  pack(exchanges: readonly Exchange[]): Promise<readonly (Packed | null)[]>
  unpack(packed: Packed): Exchange
  /** The row, with texts that many rows have held once. */
  share(row: ExchangeSummary): ExchangeSummary
  clear(): void
}

const BLOCK = 48
/** Blocks whose text was read last: whoever goes from row to row stays in them. */
const OPEN = 4
const compress = promisify(brotliCompress)
/** Half of what deflate leaves, in less time: the window holds a block whole, and what many exchanges say stands once. */
const COMPRESSION = {
  [constants.BROTLI_PARAM_QUALITY]: 4,
  [constants.BROTLI_PARAM_LGWIN]: 18,
  [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
}

export function createPacker(): Packer {
  let open: { readonly block: Block; readonly lines: readonly string[] }[] = []
  let sharer = createSharer()
  function linesOf(block: Block): readonly string[] {
    const found = open.find(one => one.block === block)
    if (found) return found.lines
    // JSON holds no raw line end.
    const lines = brotliDecompressSync(block.bytes).toString('utf8').split('\n')
    open = [{ block, lines }, ...open].slice(0, OPEN)
    return lines
  }
  return {
    blockSize: BLOCK,
    async pack(exchanges) {
      if (exchanges.length === 0) return []
      try {
        const text = exchanges.map(exchange => JSON.stringify(exchange)).join('\n')
        // Copied: what zlib gives holds a chunk of 16 kB, however little is in it.
        const block: Block = { bytes: Buffer.from(await compress(text, { params: COMPRESSION })) }
        return exchanges.map((_, index) => ({ block, index }))
      } catch {
        // Longer than a string or a buffer can be: it stays as it is.
        return exchanges.map(() => null)
      }
    },
    unpack: ({ block, index }) => JSON.parse(linesOf(block)[index] ?? 'null') as Exchange,
    share: row => sharer.share(row),
    clear() {
      open = []
      sharer = createSharer()
    },
  }
}
