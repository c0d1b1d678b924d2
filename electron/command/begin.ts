import type { Backend } from '../../shared/api.ts'
import { say, sayProblem } from './say.ts'

/** What the app does as soon as it is there: attach, open the tap, both. */
export interface Beginning {
  readonly attach: string | null
  readonly tap: number | null
  readonly target: string | null
}

/** The view shows it too; at a terminal without a view in sight these words are all there is. Never rejects for what was expected. */
export async function begin({ api }: Backend, { attach, tap, target }: Beginning): Promise<void> {
  let behind = target
  if (attach !== null) {
    const attached = await api.attach(attach)
    if (attached.ok) {
      behind ??= attached.value.origin
      say(`attached to ${attached.value.origin} (pid ${attached.value.pid})`)
    } else {
      sayProblem(`attaching to ${attach}`, attached.problem)
      // Where no agent can be put in, the wire still tells.
      behind = /^https?:/i.test(attach) ? attach : null
    }
    if (!attached.ok && behind === null) return
  }
  if (tap === null || behind === null) return
  const opened = await api.openTap(behind, tap)
  if (opened.ok) say(`tap on ${opened.value.origin} -> ${opened.value.target}`)
  else sayProblem(`opening the tap on port ${tap}`, opened.problem)
}
