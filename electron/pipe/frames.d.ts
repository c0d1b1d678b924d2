import type { FRAME } from '../../shared/raw-events.ts'
/** Cuts a stream of bytes into the frames of `FRAME` (shared/raw-events.ts), however the pieces fall. */
export interface FrameReader {
  /** `onFrame` gets a copy that it may keep. Throws `RangeError` on a frame longer than the bound: the peer is no agent of ours. */
  push(chunk: Uint8Array): void
}
export declare function createFrameReader(onFrame: (type: number, payload: Buffer) => void): FrameReader
/** One frame: length, type, payload. */
export declare function encodeFrame(type: (typeof FRAME)[keyof typeof FRAME], payload: Uint8Array): Buffer
