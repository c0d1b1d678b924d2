import openUrl from 'open'
import { fail, ok, type Result } from '../../shared/problem.ts'

export function canOpenBrowser(): boolean {
  const { env, platform } = process
  const headless = platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY'] && !env['WSL_DISTRO_NAME']
  return !env['CI'] && !headless
}

/** Opens `url` in the browser that this user's system would take. Problem: `unsupported-platform`. */
export async function openInSystemBrowser(url: string): Promise<Result<null>> {
  const instead = `Open ${url} yourself.`
  if (!canOpenBrowser()) return fail('unsupported-platform', 'There is no display here to open a browser on.', instead)
  try {
    const opener = await openUrl(url)
    opener.on('error', () => {})
    return ok(null)
  } catch (error) {
    return fail('unsupported-platform', `No browser could be opened: ${(error as Error).message}.`, instead)
  }
}
