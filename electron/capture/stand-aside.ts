const nothing = new Int32Array(new SharedArrayBuffer(4))
/** Windows counts such times in whole turns of its clock. */
let mayStandAside = process.platform !== 'win32'

/** Leaves the processor to others for so long. */
export function standAside(ms: number): void {
  if (!mayStandAside) return
  try {
    Atomics.wait(nothing, 0, 0, ms)
  } catch {
    // A host may forbid its first thread to wait.
    mayStandAside = false
  }
}
