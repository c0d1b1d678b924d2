import type { Page } from '@playwright/test'

/** Waits inside the page until the row with `text` says how long its request took, and returns when that was painted: epoch ms. */
export function whenFinished(page: Page, text: string): Promise<number> {
  return page.evaluate(
    wanted =>
      new Promise<number>(resolve => {
        const look = () => {
          for (const row of document.querySelectorAll('[role="rowgroup"] [role="row"]')) {
            if (!row.textContent?.includes(wanted) || row.textContent.startsWith('running')) continue
            observer.disconnect()
            // The frame after the next one begins when the change has been painted.
            requestAnimationFrame(() =>
              requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now())),
            )
            return
          }
        }
        const observer = new MutationObserver(look)
        observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
        look()
      }),
    text,
  )
}

/** Waits inside the page until the toolbar names the process that is attached; resolves to the ms since the next click. */
export function whenAttached(page: Page, pid: number): Promise<number> {
  return page.evaluate(
    wanted =>
      new Promise<number>(resolve => {
        let from = Number.NaN
        const clicked = () => {
          from = performance.now()
        }
        addEventListener('click', clicked, { capture: true, once: true })
        const observer = new MutationObserver(() => {
          const buttons = [...document.querySelectorAll('header button')]
          if (!buttons.some(({ textContent }) => textContent?.includes(`pid ${wanted}`))) return
          observer.disconnect()
          resolve(performance.now() - from)
        })
        observer.observe(document.body, { subtree: true, childList: true })
      }),
    pid,
  )
}

/** `median 12 ms, longest 30 ms`, for the log. */
export function spread(times: readonly number[]): { readonly median: number; readonly longest: number; words: string } {
  const sorted = [...times].sort((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  const longest = sorted.at(-1) ?? Number.NaN
  return { median, longest, words: `median ${median.toFixed(0)} ms, longest ${longest.toFixed(0)} ms` }
}
