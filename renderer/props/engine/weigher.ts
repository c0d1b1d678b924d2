import { inSlices, type Job } from '../../../shared/json/job.ts'
import type { JsonTree } from '../../../shared/json/json-index.ts'
import { MASK } from '../../../shared/json/secrets.ts'
import { pathOf, previewOf } from '../../../shared/json/text.ts'
import { lengthOf, startOf, stopOf } from '../../../shared/json/tree.ts'
import { type Compressed, compressed } from '../../../shared/json/weight/compressed.ts'
import { largest } from '../../../shared/json/weight/largest.ts'
import { repeated } from '../../../shared/json/weight/repeated.ts'
import { pause } from './pause.ts'
import type { Listed, Weights } from './protocol.ts'

const LISTED = 100
/** gzip is run over so much of the text at the most, to scale the estimate by. */
const SAMPLE = 16 * 1024 * 1024
const PREVIEW = 80

/** Where the bytes of a payload are: found once, and kept. */
export interface Weigher {
  /** null where it was stopped. `onProgress`: 0 to 1. `isHidden`: a secret, whose text is not told. */
  weigh(
    tree: JsonTree,
    isHidden: (node: number) => boolean,
    onProgress: (done: number) => void,
  ): Promise<Weights | null>
  stop(): void
  /** Estimated bytes of a value once compressed; null before it was weighed. */
  compressedSize(tree: JsonTree, node: number): number | null
}

export function createWeigher(): Weigher {
  let job = 0
  let estimate: { readonly of: Compressed; readonly scale: number } | null = null
  let known: ((isHidden: (node: number) => boolean) => Weights) | null = null

  const sizeOf = (tree: JsonTree, node: number): number | null =>
    estimate && estimate.of.between(startOf(tree, node), stopOf(tree, node)) * estimate.scale
  const listed = (tree: JsonTree, node: number, hidden: boolean): Listed => ({
    node,
    path: pathOf(tree, node),
    text: hidden ? MASK : previewOf(tree, node, PREVIEW).text,
    bytes: lengthOf(tree, node),
    compressed: sizeOf(tree, node),
  })

  return {
    compressedSize: sizeOf,
    stop: () => void job++,
    async weigh(tree, isHidden, onProgress) {
      if (known) return known(isHidden)
      const own = ++job
      const stopped = () => own !== job
      const part = <T>(work: Job<T>, n: number) =>
        inSlices(work, {
          pause,
          clock: () => performance.now(),
          stopped,
          onProgress: done => onProgress((n + done) / 3),
        })
      const cost = await part(compressed(tree.bytes), 0)
      if (!cost) return null
      const sample = tree.bytes.subarray(0, SAMPLE)
      const real = await gzipSize(sample)
      estimate = { of: cost, scale: real / Math.max(1, cost.between(0, sample.length)) }
      const large = await part(largest(tree, LISTED), 1)
      const same = large && (await part(repeated(tree, LISTED), 2))
      if (!large || !same) return null
      const whole = cost.whole * estimate.scale
      known = hides => ({
        largest: large.map(({ node }) => listed(tree, node, hides(node))),
        repeated: same.map(one => ({
          // The same value is a secret wherever it stands.
          ...listed(tree, one.nodes[0] ?? 0, one.nodes.some(hides)),
          count: one.count,
          saved: one.saved,
          places: one.nodes.map(node => ({ node, path: pathOf(tree, node) })),
        })),
        compressed: whole,
      })
      return known(isHidden)
    },
  }
}

async function gzipSize(bytes: Uint8Array): Promise<number> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('gzip'))
  let size = 0
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read()
    if (done) return size
    size += value.length
  }
}
