import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** Where this user's settings are kept, by the custom of the platform; `PROPSCOPE_CONFIG` names another folder. It need not be there. */
export function configFolder(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home = homedir(),
): string {
  const own = env['PROPSCOPE_CONFIG']
  if (own) return own
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'propscope')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'propscope')
  // The XDG rules have a path that is not absolute ignored.
  const xdg = env['XDG_CONFIG_HOME']
  return join(xdg && isAbsolute(xdg) ? xdg : join(home, '.config'), 'propscope')
}
