import type { Secret } from '../../../shared/exchange.ts'
import type { Rule } from './rule.ts'
import type { SessionFacts } from './session.ts'

export const secretInProps: Rule = {
  id: 'secret-in-props',
  title: 'A secret in the props',
  doc: 'Pages Router: Environment Variables',
  find({ secrets, outcome }, session) {
    if (outcome !== 'props') return []
    return (secrets ?? [])
      .filter(secret => isMeant(secret, session))
      .map(secret => ({
        severity: 'error',
        message: `${words(secret)} stands in the props at ${secret.path}, and so in the source of every answer.`,
        advice: ADVICE[secret.source],
        path: secret.path,
      }))
  },
}

const ADVICE = {
  env: 'Take it out and use it on the server only; if it was ever sent to a browser, replace it with a new one.',
  cookie: 'Take it out: HttpOnly keeps it from scripts in the browser, and the props give it to them.',
  authorization: 'Take it out, and ask upstream with it on the server only.',
  shape: 'Take it out if it is one that counts, and replace it with a new one if it was ever sent to a browser.',
} as const

/** A cookie that scripts may read anyway is no secret: only those count that were set with HttpOnly while we looked. */
const isMeant = ({ source, name }: Secret, { httpOnly }: SessionFacts) => source !== 'cookie' || httpOnly.has(name)

function words({ source, name }: Secret): string {
  switch (source) {
    case 'env':
      return `The value of the environment variable ${name}`
    case 'cookie':
      return `The value of the HttpOnly cookie ${name}`
    case 'authorization':
      return 'The authorization of the request'
    case 'shape':
      return `What looks like ${name}`
  }
}
