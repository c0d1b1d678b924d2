import type { Exchange } from '../../shared/exchange.ts'
import type { Settings } from '../settings/settings.ts'

/** Rules that are silenced, project by project. */
export interface Silences {
  /** The exchange with what is silenced now set aside. */
  apply(exchange: Exchange): Exchange
  /** Silences a rule for the project that the exchange is of, or lets it speak again. */
  set(exchange: Exchange, rule: string, silent: boolean): Promise<void>
}

export interface SilencesOptions {
  readonly settings: Pick<Settings, 'silencedRules' | 'silenceRule'>
  /** What a project is remembered by: its folder where that is known, else its origin. */
  readonly projectOf: (origin: string) => string
  /** What is silenced there has changed: its exchanges are to be applied again. */
  readonly onChange: (project: string) => void
}

export function createSilences({ settings, projectOf, onChange }: SilencesOptions): Silences {
  const silent = new Map<string, ReadonlySet<string>>()

  /** Read at the first exchange of a project; until then nothing is silenced. */
  function rulesOf(project: string): ReadonlySet<string> {
    const known = silent.get(project)
    if (known) return known
    const none: ReadonlySet<string> = new Set()
    silent.set(project, none)
    void settings.silencedRules(project).then(rules => {
      if (rules.length === 0 || silent.get(project) !== none) return
      silent.set(project, new Set(rules))
      onChange(project)
    })
    return none
  }

  return {
    apply(exchange) {
      const all = [...exchange.findings, ...exchange.silenced]
      if (all.length === 0) return exchange
      const rules = rulesOf(projectOf(exchange.server.origin))
      return {
        ...exchange,
        findings: all.filter(({ rule }) => !rules.has(rule)),
        silenced: all.filter(({ rule }) => rules.has(rule)),
      }
    },
    async set(exchange, rule, on) {
      const project = projectOf(exchange.server.origin)
      const rules = new Set(rulesOf(project))
      if (on) rules.add(rule)
      else rules.delete(rule)
      silent.set(project, rules)
      onChange(project)
      await settings.silenceRule(project, rule, on)
    },
  }
}
