import { create } from 'zustand'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const KEY = 'propscope.theme'

/** Storage may be refused (private windows, policies): then the choice lasts as long as the window. */
function remembered(): Theme {
  try {
    const text = localStorage.getItem(KEY)
    return THEMES.find(theme => theme === text) ?? 'system'
  } catch {
    return 'system'
  }
}

function show(theme: Theme) {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

export const useTheme = create<{ readonly theme: Theme }>()(() => ({ theme: 'system' }))

/** Call before the first drawing, so that no wrong theme flashes up. */
export function startTheme(): void {
  const theme = remembered()
  show(theme)
  useTheme.setState({ theme })
}

export function setTheme(theme: Theme): void {
  show(theme)
  useTheme.setState({ theme })
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // Not remembered; see above.
  }
}
