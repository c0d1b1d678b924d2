import { z } from 'zod'

/**
 * An expected failure, told to a person: what was tried, what went wrong, what to do next.
 * It crosses the contract as a value (`Result`); a bug throws.
 */
export const ProblemSchema = z.object({
  /** Stable name for programs and tests, e.g. `inspector-port-taken`. */
  code: z.enum([
    'no-server',
    'not-next',
    'no-pages-router',
    'unsupported-next',
    'other-user',
    'bad-target',
    'bad-query',
    'bad-config',
    'process-gone',
    'signal-refused',
    'inspector-port-taken',
    'inspector-refused',
    'inspector-timeout',
    'agent-failed',
    'pipe-failed',
    'tap-failed',
    'not-attached',
    'already-attached',
    'request-failed',
    'editor-refused',
    'editor-failed',
    'needs-consent',
    'no-exchange',
    'bad-pattern',
    'demo-unavailable',
    'demo-failed',
    'unsupported-platform',
    'internal',
  ]),
  /** What went wrong, in one sentence that names pid, port and cause. */
  message: z.string(),
  /** What to do next, in one sentence. */
  next: z.string(),
  /** More for the curious: an error's text, a command's output. */
  detail: z.string().nullable(),
})
export type Problem = Readonly<z.infer<typeof ProblemSchema>>
export type ProblemCode = Problem['code']

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })

export function fail(code: ProblemCode, message: string, next: string, detail: string | null = null): Result<never> {
  return { ok: false, problem: { code, message, next, detail } }
}
