import { fileURLToPath } from 'node:url'

/**
 * Where these scripts speak: words for people on stderr.
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`${text}\n`)
}

/** Root of the checkout. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** What every child gets: nothing phones home, and npm says only what matters. */
export const QUIET_ENV = {
  ...process.env,
  NEXT_TELEMETRY_DISABLED: '1',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
}
