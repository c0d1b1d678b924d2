import { assertNever } from '../../shared/units.ts'
import type { Refusal } from './browser-guard.ts'

/** The plain page for a refused request: what happened and what to do. It repeats nothing of the request unescaped. */
export function refusalPage(refusal: Refusal): { status: number; html: string } {
  const { status, what, todo } = explain(refusal)
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Propscope</title>
<h1>${escapeHtml(what)}</h1>
<p>${escapeHtml(todo)}</p>
</html>
`
  return { status, html }
}

/** The same in one line, for a WebSocket that is refused. */
export function refusalLine(refusal: Refusal): string {
  const { what, todo } = explain(refusal)
  return `${what} ${todo}\n`
}

function explain(refusal: Refusal): { status: number; what: string; todo: string } {
  switch (refusal.kind) {
    case 'cookie':
      return {
        status: 403,
        what: 'This browser is not let in yet.',
        todo: 'Open the link that propscope printed in its terminal. Each link works once: press Enter in that terminal for a new one, or run propscope --browser again.',
      }
    case 'host':
      return {
        status: 403,
        what: `Propscope does not answer to the name “${refusal.host}”.`,
        todo: 'Open it as 127.0.0.1 or localhost with the port that propscope printed; a forwarded port must have the same number on both sides.',
      }
    case 'origin':
      return {
        status: 403,
        what: `A page of ${refusal.origin === '' ? 'unknown origin' : `“${refusal.origin}”`} may not talk to Propscope.`,
        todo: 'Open the link that propscope printed in its terminal.',
      }
    case 'method':
      return { status: 405, what: `Propscope does not take ${refusal.method} requests.`, todo: 'Reload the page.' }
    default:
      return assertNever(refusal)
  }
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
