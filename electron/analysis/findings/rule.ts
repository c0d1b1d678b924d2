import type { Exchange, Finding } from '../../../shared/exchange.ts'
import type { SessionFacts } from './session.ts'

/** What a rule found; its name, and the page of Next's documentation, are the rule's own. */
export type Found = Pick<Finding, 'severity' | 'message' | 'advice'> & { readonly path?: string }

export interface Rule {
  /** Outward: shown, printed by `record`, what is silenced by. Kebab case. */
  readonly id: string
  /** What it is about in a few words, for the list of what is silenced. */
  readonly title: string
  /** Name of the page of Next's documentation that says more; null where none does. */
  readonly doc: string | null
  /** Pure. Called once for an exchange that is over. */
  find(exchange: Exchange, session: SessionFacts): readonly Found[]
}
