import type { CopyFormat, Outgoing } from '../../shared/replay.ts'
import { assertNever } from '../../shared/units.ts'
import { fetchCode, httpie, nextTest, playwrightTest } from './code.ts'
import { curlBash, curlPowerShell } from './curl.ts'

/** What is known of the answer and the page; for tests that are written from it. */
export interface CopyContext {
  readonly status: number | null
  readonly page: string | null
  readonly params: Readonly<Record<string, string | readonly string[]>> | null
  readonly query: Readonly<Record<string, string | readonly string[]>>
  readonly outcome: string
}

/** The request as a command or as code that sends just this: nothing is added to it that it has not, as far as the tool allows. */
export function copyAs(format: CopyFormat, origin: string, request: Outgoing, context: CopyContext): string {
  switch (format) {
    case 'curl-bash':
      return curlBash(origin, request)
    case 'curl-powershell':
      return curlPowerShell(origin, request)
    case 'fetch':
      return fetchCode(origin, request)
    case 'httpie':
      return httpie(origin, request)
    case 'playwright':
      return playwrightTest(origin, request, context)
    case 'next-test':
      return nextTest(origin, request, context)
    default:
      return assertNever(format)
  }
}
