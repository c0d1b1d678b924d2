import type { Rule } from './rule.ts'
import { callText, msText } from './words.ts'

/** From here on a visitor waits for the page and knows it. */
const SLOW_MS = 1000

export const slowCall: Rule = {
  id: 'slow-call',
  title: 'A slow call',
  doc: 'Pages Router: getServerSideProps',
  find({ call, aborted }) {
    const took = call?.durationMs ?? null
    if (!call || took === null || took < SLOW_MS || aborted) return []
    const waited = call.waitingMs
    const longest = (call.calls ?? []).reduce<{ ms: number; text: string } | null>(
      (found, one) =>
        (one.durationMs ?? 0) > (found?.ms ?? 0) ? { ms: one.durationMs ?? 0, text: callText(one) } : found,
      null,
    )
    const how =
      waited === null
        ? ''
        : longest && waited > took / 2
          ? `: ${msText(waited)} of it waiting for upstream calls, the longest ${longest.text} (${msText(longest.ms)})`
          : `: ${msText(took - waited)} of it with no upstream call running`
    const advice =
      longest && (waited ?? 0) > took / 2
        ? 'Cache what upstream answers, ask for less, or fetch it in the browser after the page is there: nothing is sent before the call returns.'
        : 'Look for work or a database call that holds it up: nothing of the page is sent before the call returns.'
    return [{ severity: 'warning', message: `getServerSideProps took ${msText(took)}${how}.`, advice }]
  },
}
