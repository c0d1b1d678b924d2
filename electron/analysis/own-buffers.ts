/** The buffers that can be handed to another thread instead of copied: those that hold nothing but the given bytes. */
export function ownBuffers(...arrays: readonly Uint8Array[]): ArrayBuffer[] {
  const own = new Set<ArrayBuffer>()
  for (const array of arrays) {
    const { buffer } = array
    // Small Buffers share one pool of Node's, which must stay.
    if (buffer instanceof ArrayBuffer && buffer.byteLength === array.byteLength && array.byteLength > 64 * 1024)
      own.add(buffer)
  }
  return [...own]
}
