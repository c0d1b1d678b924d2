import { create } from 'zustand'

/** Which of the shown rows are in sight, as indices; null where there are none. The overview marks their time. */
export const useViewport = create<{ readonly first: number | null; readonly last: number | null }>()(() => ({
  first: null,
  last: null,
}))

type Listener = (epochMs: number) => void
let listener: Listener | null = null

/** Brings a time of the overview into the list. */
export const goToTime = {
  to(epochMs: number): void {
    listener?.(epochMs)
  },
  listen(heard: Listener): () => void {
    listener = heard
    return () => {
      if (listener === heard) listener = null
    }
  },
}
