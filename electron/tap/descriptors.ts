import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'

/** So many file descriptors are left to the rest of the process: it writes bodies, and each of our connections has one to the target too. */
const LEFT_TO_OTHERS = 16

/** How many file descriptors this process may have; null where that cannot be told (it is told on Linux). */
export function descriptorLimit(): number | null {
  try {
    const found = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1]
    return found === undefined ? null : Number(found)
  } catch {
    return null
  }
}

/**
 * Whether this connection took one of the last descriptors of the process. Where none is left, the system's loop accepts connections and resets them, and Node is told nothing: so they are
 * refused, and counted, before it comes to that. A new descriptor is always the lowest that is free, so its number says how many are taken.
 * `soon`: how many more are about to be.
 */
export function tookOneOfTheLast(client: Socket, soon: number, limit: number | null): boolean {
  const fd = (client as { readonly _handle?: { readonly fd?: number } | null })._handle?.fd ?? -1
  return limit !== null && fd + soon >= limit - LEFT_TO_OTHERS
}

export const isOutOfDescriptors = ({ code }: NodeJS.ErrnoException): boolean => code === 'EMFILE' || code === 'ENFILE'

export function outOfDescriptors(limit: number | null): string {
  const all = limit === null ? 'the file descriptors' : `the ${limit} file descriptors`
  return `A connection was refused because ${all} of this process are taken. Start Propscope again after “ulimit -n 8192”.`
}
