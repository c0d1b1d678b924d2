import { create } from 'zustand'

/** Requests that the user keeps in sight, in the order in which they were pinned; remembered as long as the session that has them. */
export const usePins = create<{ readonly pins: readonly string[] }>()(() => ({ pins: [] }))

/** More would leave no room for the list. */
export const PINS_AT_MOST = 5

export function togglePin(id: string): void {
  usePins.setState(({ pins }) => ({
    pins: pins.includes(id) ? pins.filter(pin => pin !== id) : [...pins, id].slice(-PINS_AT_MOST),
  }))
}
