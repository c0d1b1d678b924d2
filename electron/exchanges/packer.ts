import { promisify } from 'node:util'
import { deflateRaw, inflateRawSync } from 'node:zlib'
import type { Exchange, ExchangeSummary } from '../../shared/exchange.ts'
import { createSharer } from '../../shared/share.ts'

/** Where a packed exchange lies. */
export interface Packed {
  readonly block: Block
  readonly index: number
}
interface Block {
  /** JSON texts, one a line, deflated; outside the heap. */
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
const deflate = promisify(deflateRaw)

export function createPacker(): Packer {
  let open: { readonly block: Block; readonly lines: readonly string[] }[] = []
  let sharer = createSharer()
  function linesOf(block: Block): readonly string[] {
    const found = open.find(one => one.block === block)
    if (found) return found.lines
    // JSON holds no raw line end.
    const lines = inflateRawSync(block.bytes).toString('utf8').split('\n')
    open = [{ block, lines }, ...open].slice(0, OPEN)
    return lines
  }
  return {
    blockSize: BLOCK,
    async pack(exchanges) {
      if (exchanges.length === 0) return []
      try {
        const text = exchanges.map(exchange => JSON.stringify(exchange)).join('\n')
        const block: Block = { bytes: await deflate(text, { level: 4 }) }
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
