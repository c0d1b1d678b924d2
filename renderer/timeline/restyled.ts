import { useTheme } from '../state/theme.ts'

const QUERIES = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)']

/** Tells when colours or the size of a pixel change: what was read from styles has to be read again. Returns the way to hear no more. */
export function onRestyled(heard: () => void): () => void {
  const lists = QUERIES.map(query => window.matchMedia(query))
  for (const list of lists) list.addEventListener('change', heard)
  // A query for the present size of a pixel is true until it changes, and has to be made anew then.
  let pixels = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`)
  const onPixels = () => {
    pixels.removeEventListener('change', onPixels)
    pixels = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`)
    pixels.addEventListener('change', onPixels)
    heard()
  }
  pixels.addEventListener('change', onPixels)
  const stop = useTheme.subscribe(heard)
  return () => {
    for (const list of lists) list.removeEventListener('change', heard)
    pixels.removeEventListener('change', onPixels)
    stop()
  }
}
