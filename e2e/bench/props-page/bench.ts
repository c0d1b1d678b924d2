/** What the page offers to the benchmark, in ms and bytes. */
export interface Bench {
  /** Fetches the payload that lies beside the page; its bytes. */
  fetch(): Promise<number>
  /** Brings the page to where the app is when a request is chosen: another payload was looked at, and a worker waits. */
  ready(): Promise<void>
  /** Decoding and JSON.parse on the page's own thread, the median. */
  parse(times: number): number
  /** From the bytes to the first lines on screen, sizes included, and how much of that until the worker answered. The bytes are handed over. */
  open(): Promise<{ readonly ms: number; readonly answered: number }>
  /** Opens all and scrolls for two seconds: frames in ms, those of opening with them. */
  scroll(): Promise<{ readonly median: number; readonly worst: number; readonly rows: number }>
  /** To the one hit of words that stand at the very end. */
  find(): Promise<number>
  /** The longest task on the page's own thread since `open`; 0 where none took 50 ms. */
  longest(): number
  /** A viewer beside us, from the bytes to its first screen. */
  peer(name: string): Promise<number>
}
