import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Config, ConfigSchema } from '../../shared/budget.ts'
import { fail, ok, type Result } from '../../shared/problem.ts'

export const CONFIG_FILE = 'propscope.config.json'

/** What a project's own config says; null where it has none. Problems: `bad-config`, which names the file and every place in it that is wrong. */
export function readConfig(folder: string): Promise<Result<Config | null>> {
  return readConfigFile(join(folder, CONFIG_FILE))
}

/** As `readConfig`, of a file. */
export async function readConfigFile(file: string): Promise<Result<Config | null>> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'ENOENT' || code === 'ENOTDIR') return ok(null)
    return fail('bad-config', `${file} could not be read.`, 'Make it readable, or remove it.', String(error))
  }
  return parseConfig(text, file)
}

/** As `readConfig`, of a file's text. */
export function parseConfig(text: string, file: string): Result<Config> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return fail(
      'bad-config',
      `${file} is no JSON: ${why}.`,
      'Mend it there; comments and trailing commas are not JSON.',
    )
  }
  const parsed = ConfigSchema.safeParse(value)
  if (parsed.success) return ok(parsed.data)
  return fail(
    'bad-config',
    `${file} says what Propscope does not understand.`,
    'Mend what is listed; the README shows an example.',
    z.prettifyError(parsed.error),
  )
}
