/** Numbers that are put one after the other, in an array that is used again and again; null is NaN. */
export class Numbers {
  #all = new Float64Array(4096)
  #used = 0

  put(value: number | null): void {
    if (this.#used === this.#all.length) {
      const larger = new Float64Array(this.#all.length * 2)
      larger.set(this.#all)
      this.#all = larger
    }
    this.#all[this.#used] = value ?? Number.NaN
    this.#used += 1
  }
  get used(): number {
    return this.#used
  }
  /** All since the last were taken: only good until the next is put. */
  take(): Float64Array {
    const taken = this.#all.subarray(0, this.#used)
    this.#used = 0
    return taken
  }
}
