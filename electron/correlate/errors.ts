import { parseV8OrIE } from 'error-stack-parser-es'
import type { CallError, Frame } from '../../shared/exchange.ts'
import type { RawError } from '../../shared/raw-events.ts'
import { isOwnFile } from '../analysis/own-file.ts'

const FRAMES_AT_MOST = 200

/** An error as it is shown, its stack taken apart. `folder`: the project's, null where unknown. */
export function toCallError(raw: RawError, folder: string | null): CallError {
  return {
    name: raw.name,
    message: raw.message,
    code: raw.code,
    cause: raw.cause ? toCallError(raw.cause, folder) : null,
    stack: raw.stack,
    frames: raw.stack === null ? [] : framesOf(raw.stack, folder),
  }
}

/** The frames of a V8 stack text; none where it is not one. */
export function framesOf(stack: string, folder: string | null): Frame[] {
  // Only the lines that are frames, each alone: a message may look like one, and one odd line must not spoil the rest.
  const lines = stack.split('\n').filter(line => /^\s+at /.test(line))
  return lines.slice(0, FRAMES_AT_MOST).flatMap(line => {
    const frame = parseLine(line)
    if (!frame?.fileName) return []
    const file = plainFile(frame.fileName)
    return [
      {
        function: frame.functionName ?? null,
        file,
        line: frame.lineNumber ?? null,
        column: frame.columnNumber ?? null,
        own: isOwnFile(file, folder),
      },
    ]
  })
}

function parseLine(line: string) {
  try {
    return parseV8OrIE({ name: 'Error', message: '', stack: `Error\n${line}` })[0]
  } catch {
    return undefined
  }
}

function plainFile(file: string): string {
  return file.replace(/^async /, '').replace(/^file:\/\//, '')
}
