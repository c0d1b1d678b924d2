import type { Problem } from '../../shared/problem.ts'

/** Words for the person at the terminal go to stderr; stdout carries only what another program may read. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** A failed call in words: what was tried, what went wrong, what to do. */
export function sayProblem(tried: string, problem: Problem): void {
  say(`propscope: ${tried} failed. ${problem.message}`)
  say(`${problem.next}`)
  if (problem.detail) say(problem.detail.replace(/^/gm, '  '))
}

/**
 * A reader of our output may go away (`propscope servers | head -1`), which is no failure of ours.
 * Without a listener the error event would end the process with a stack.
 */
export function surviveClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
}
