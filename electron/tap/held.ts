/** Bytes of a stream that wait for what comes after them. */
export class Held {
  readonly #pieces: Buffer[] = []
  /** Where in the stream the first piece begins. */
  #from = 0

  /** Takes the stream's next bytes and gives out what lies before `upTo`, a place in the stream. */
  take(bytes: Buffer, upTo: number): readonly Buffer[] {
    if (this.#pieces.length === 0 && upTo - this.#from >= bytes.byteLength) {
      this.#from += bytes.byteLength
      return [bytes]
    }
    this.#pieces.push(bytes)
    const out: Buffer[] = []
    for (let piece = this.#pieces[0]; piece && this.#from < upTo; piece = this.#pieces[0]) {
      const size = Math.min(piece.byteLength, upTo - this.#from)
      this.#from += size
      if (size === piece.byteLength) {
        out.push(piece)
        this.#pieces.shift()
      } else {
        out.push(piece.subarray(0, size))
        this.#pieces[0] = piece.subarray(size)
      }
    }
    return out
  }

  /** All that is left. */
  rest(): readonly Buffer[] {
    return this.#pieces.splice(0)
  }
}
