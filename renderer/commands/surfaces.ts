import { create } from 'zustand'

/** What lies over the app and takes the keys. */
export type Surface = 'none' | 'palette' | 'keys'
export const useSurface = create<{ readonly surface: Surface }>()(() => ({ surface: 'none' }))
export const openSurface = (surface: Surface): void => useSurface.setState({ surface })
