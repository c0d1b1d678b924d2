import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Which host can show the app here; `why` is one clause for the user where it is not Electron. */
export type HostChoice =
  | { readonly kind: 'electron'; readonly binary: string }
  | { readonly kind: 'browser'; readonly why: string }

/** What the choice depends on; a test gives its own. */
export interface HostSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  /** Numeric user id; null where there are none (Windows). */
  readonly uid: number | null
  /** Folder of the installed package `electron`; null where it is not installed. */
  readonly electronFolder: string | null
}

export function hostSurroundings(): HostSurroundings {
  return {
    env: process.env,
    platform: process.platform,
    uid: process.getuid?.() ?? null,
    electronFolder: findElectronFolder(),
  }
}

/**
 * Electron where its binary is on disk and a display can show it. Only looks: the package's own entry starts a download of the binary, so it is
 * never loaded.
 */
export function pickHost({ env, platform, uid, electronFolder }: HostSurroundings): HostChoice {
  if (electronFolder === null) return { kind: 'browser', why: 'Electron is not installed' }
  const binary = electronBinary(env, electronFolder)
  if (binary === null)
    return { kind: 'browser', why: 'the Electron binary is not on disk (npx install-electron downloads it)' }
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY'])
    return { kind: 'browser', why: 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)' }
  if (platform === 'linux' && uid === 0)
    return { kind: 'browser', why: 'Electron keeps its sandbox, which it cannot have as root' }
  return { kind: 'electron', binary }
}

/** The rules of electron's own index.js, without its download. */
function electronBinary(env: HostSurroundings['env'], folder: string): string | null {
  const pathFile = join(folder, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : null
  const override = env['ELECTRON_OVERRIDE_DIST_PATH']
  if (override) return existing(join(override, name ?? 'electron'))
  return name === null ? null : existing(join(folder, 'dist', name))
}

const existing = (file: string) => (existsSync(file) ? file : null)

function findElectronFolder(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  } catch {
    return null
  }
}
