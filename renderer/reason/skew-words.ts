import type { Skew } from '../../shared/exchange.ts'
import { safeText, shorten } from '../ui/safe-text.ts'

const BUILD_LIMIT = 60

/** What it means that a data request asked for another build. */
export function skewWords({ asked, serves }: Skew): string {
  const name = (build: string) => safeText(shorten(build, BUILD_LIMIT))
  return `Stale tab: it asked for build ${name(asked)}, the server serves ${name(serves)}; the client will reload.`
}
