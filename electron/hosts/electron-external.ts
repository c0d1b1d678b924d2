import { shell } from 'electron'
import { fail, ok, type Result } from '../../shared/problem.ts'

/** Opens `url` in the system's browser. Only the backend's own URLs come here: the tap's, or the attached server's. */
export async function openInBrowser(url: string): Promise<Result<null>> {
  try {
    await shell.openExternal(url)
    return ok(null)
  } catch (error) {
    return fail('unsupported-platform', `No browser could be opened: ${String(error)}.`, `Open ${url} yourself.`)
  }
}
