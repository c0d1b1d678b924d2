import { fail, ok, type Problem, type Result } from '../../shared/problem.ts'

/** An answer slower than this is not waited for, in ms. */
const PATIENCE_MS = 120_000

/**
 * Sends a GET for a document to the server at `origin`, as a browser's address bar would, and reads the answer to its end. Redirects are
 * answers, not followed. Problem: `request-failed`.
 */
export async function sendRequest(origin: string, path: string): Promise<Result<{ readonly status: number }>> {
  const url = new URL(path, origin)
  if (url.origin !== origin) {
    return fail('request-failed', `${path} leads away from ${origin}.`, 'Write a path that begins with one slash.')
  }
  try {
    const answer = await fetch(url, {
      headers: { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' },
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    await answer.arrayBuffer()
    return ok({ status: answer.status })
  } catch (error) {
    return { ok: false, problem: problemOf(url, error) }
  }
}

function problemOf(url: URL, error: unknown): Problem {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const why = cause instanceof Error ? cause.message : String(cause)
  return {
    code: 'request-failed',
    message: `GET ${url.href} got no whole answer: ${why}.`,
    next: 'Look whether the server still runs and listens there.',
    detail: null,
  }
}
