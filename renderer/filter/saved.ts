import { create } from 'zustand'

/** Filters that the user kept, by their text; remembered with the project. */
export const useSavedFilters = create<{ readonly saved: readonly string[] }>()(() => ({ saved: [] }))

export const SAVED_AT_MOST = 50

/** Keeps it in front, once. */
export function saveFilter(text: string): void {
  const clean = text.trim()
  if (clean === '') return
  useSavedFilters.setState(({ saved }) => ({
    saved: [clean, ...saved.filter(one => one !== clean)].slice(0, SAVED_AT_MOST),
  }))
}

export const forgetFilter = (text: string): void =>
  useSavedFilters.setState(({ saved }) => ({ saved: saved.filter(one => one !== text.trim()) }))
