import { useEffect } from 'react'
import { create } from 'zustand'

/** Which of the shown rows are in sight, as indices; null where there are none. The overview marks their time. */
export const useViewport = create<{ readonly first: number | null; readonly last: number | null }>()(() => ({
  first: null,
  last: null,
}))

export function useTellViewport(first: number | null, last: number | null): void {
  useEffect(() => useViewport.setState({ first, last }), [first, last])
}
