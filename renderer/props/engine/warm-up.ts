import { encodeText } from '../../../shared/json/utf8.ts'
import { createEngine } from './engine.ts'
import { pause } from './pause.ts'

/** Measured in Chromium: less of either, and the first payload is still read by code that is not compiled. */
const ROUNDS = 20
const ENTRIES = 1_500

/**
 * Reads a made-up payload over and over, so that the code which reads payloads is compiled before one comes: 10 MB then take 15 to 20 ms where they took 60 to 100.
 * A round takes a few ms; `stop` when a payload comes. What is left of them is done when it is run again.
 */
export function createWarmUp() {
  let round = 0
  let job = 0
  return {
    async run(): Promise<void> {
      const own = ++job
      for (; round < ROUNDS && own === job; round++) {
        readOnce()
        await pause()
      }
    },
    stop: () => void job++,
  }
}

function readOnce(): void {
  const engine = createEngine({ found: () => undefined, progress: () => undefined })
  const bytes = encodeText(JSON.stringify({ list: Array.from({ length: ENTRIES }, (_, n) => entry(n)) }))
  engine.append(bytes, bytes.length)
  engine.index([])
}

/** What JSON has: short and long strings, some of them escaped or not ASCII, numbers of every form, words, empty and nested containers. */
const entry = (n: number) => ({
  id: n,
  price: -n / 8,
  large: n * 1e21,
  name: `name ${n}`,
  escaped: `"${n}"\n`,
  other: 'é 😀',
  text: 'a longer text without anything odd in it '.repeat(n % 4),
  words: [true, false, null],
  empty: [{}, []],
  inner: { list: [n, String(n)] },
})
