import { encodeTime } from 'ulid'
import { type EpochMs, type ExchangeId, exchangeId } from '../../shared/units.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A ULID without chance: its time part from the start, its tail from `seed` (8 letters, one a correlation) and a running number. */
export function idFor(startedAt: EpochMs, seed: string, sequence: number): ExchangeId {
  let tail = ''
  let rest = sequence
  for (let place = 0; place < 8; place += 1) {
    tail = ALPHABET.charAt(rest % 32) + tail
    rest = Math.floor(rest / 32)
  }
  // The number stands before the seed, so that exchanges of one millisecond keep their order.
  return exchangeId(`${encodeTime(Math.max(0, Math.floor(startedAt)), 10)}${tail}${seed.slice(0, 8).padEnd(8, '0')}`)
}

/** A seed out of eight random bytes. */
export function seedFrom(bytes: Uint8Array): string {
  return Array.from(bytes.slice(0, 8), byte => ALPHABET.charAt(byte % 32)).join('')
}
