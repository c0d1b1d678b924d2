import type { Exchange, Finding } from '../../../shared/exchange.ts'
import type { Rule } from './rule.ts'
import { RULES } from './rules.ts'
import { learn, newSession, type ProjectConfig, type SessionFacts } from './session.ts'

/** The rules over one server's exchanges, with what they remember of the session. */
export interface Findings {
  /** The exchange with what the rules say of it; one that still runs is given back as it is. */
  of(exchange: Exchange): Exchange
  /** From now on this is the project's config. */
  configure(config: ProjectConfig): void
}

const GRAVITY = { error: 0, warning: 1, info: 2 } as const
/** Of one rule in one exchange: a list of fifty is not read. */
const OF_A_RULE_AT_MOST = 5

export function createFindings(rules: readonly Rule[] = RULES): Findings {
  const session = newSession()
  return {
    of(exchange) {
      if (exchange.state !== 'finished') return exchange
      learn(session, exchange)
      return { ...exchange, findings: findingsOf(exchange, session, rules) }
    },
    configure(config) {
      session.config = config
    },
  }
}

/** What the rules say of an exchange, the gravest first. */
export function findingsOf(exchange: Exchange, session: SessionFacts, rules: readonly Rule[] = RULES): Finding[] {
  return rules
    .flatMap(({ id, doc, find }) =>
      find(exchange, session)
        .slice(0, OF_A_RULE_AT_MOST)
        .map(({ severity, message, advice, path }) => ({
          rule: id,
          severity,
          message,
          advice,
          path: path ?? null,
          doc,
        })),
    )
    .sort((a, b) => GRAVITY[a.severity] - GRAVITY[b.severity])
}
