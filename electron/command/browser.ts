import { createInterface } from 'node:readline'
import openInSystemBrowser from 'open'
import type { Backend } from '../../shared/api.ts'
import { type BrowserHost, serveBrowser } from '../hosts/browser-host.ts'
import { isForeground } from './foreground.ts'
import { say, sayProblem } from './say.ts'

export interface BrowserViewOptions {
  readonly backend: Backend
  /** Folder of the built renderer. */
  readonly files: string
  readonly port: number | null
  /** Whether to open the system's browser, where there is one to open. */
  readonly open: boolean
  /** Whether Enter at this terminal may ask for another link. */
  readonly ask: boolean
  readonly attach: string | null
}

/** Serves the app to a browser until `ended`. Returns the exit code. */
export async function showInBrowser(options: BrowserViewOptions, ended: Promise<void>): Promise<number> {
  const { backend } = options
  const served = await serveBrowser({ ...options, report })
  if (!served.ok) {
    sayProblem('serving the browser view', served.problem)
    await backend.close()
    return 1
  }
  const host = served.value
  const link = host.link()
  printLink(link)
  if (options.open && canOpenBrowser()) void openLink(link)
  const stopAsking = options.ask && isForeground() ? offerLinks(host) : () => {}
  if (options.attach !== null) void attach(backend, options.attach).catch(report)
  await ended
  stopAsking()
  await Promise.all([host.close(), backend.close()])
  return 0
}

function report(error: unknown): void {
  console.error('propscope:', error)
}

/** The view shows it too; at a terminal without a view in sight these words are all there is. */
async function attach(backend: Backend, target: string): Promise<void> {
  const attached = await backend.api.attach(target)
  if (attached.ok) say(`attached to ${attached.value.origin} (pid ${attached.value.pid})`)
  else sayProblem(`attaching to ${target}`, attached.problem)
}

function printLink(link: string): void {
  process.stdout.write(`${link}\n`)
  say('This link lets one browser in, once. Ctrl-C ends Propscope.')
}

/** At a terminal, Enter prints another link: for a second browser, or where the first was lost. */
function offerLinks(host: BrowserHost): () => void {
  say('Press Enter for another link.')
  const lines = createInterface({ input: process.stdin })
  lines.on('line', () => printLink(host.link()))
  return () => lines.close()
}

function canOpenBrowser(): boolean {
  const { env, platform } = process
  const headless = platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY'] && !env['WSL_DISTRO_NAME']
  return !env['CI'] && !headless
}

async function openLink(link: string): Promise<void> {
  try {
    const opener = await openInSystemBrowser(link)
    opener.on('error', () => say('No browser could be opened: open the link above yourself.'))
  } catch {
    say('No browser could be opened: open the link above yourself.')
  }
}
