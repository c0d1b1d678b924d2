import { createInterface } from 'node:readline'
import type { Backend } from '../../shared/api.ts'
import { type BrowserHost, serveBrowser } from '../hosts/browser-host.ts'
import { type Beginning, begin } from './begin.ts'
import { isForeground } from './foreground.ts'
import { say, sayProblem } from './say.ts'
import { canOpenBrowser, openInSystemBrowser } from './system-browser.ts'

export interface BrowserViewOptions {
  readonly backend: Backend
  /** Folder of the built renderer. */
  readonly files: string
  readonly port: number | null
  /** Whether to open the system's browser, where there is one to open. */
  readonly open: boolean
  /** Whether Enter at this terminal may ask for another link. */
  readonly ask: boolean
  readonly beginning: Beginning
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
  void begin(backend, options.beginning).catch(report)
  await ended
  stopAsking()
  await Promise.all([host.close(), backend.close()])
  return 0
}

function report(error: unknown): void {
  console.error('propscope:', error)
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

async function openLink(link: string): Promise<void> {
  const opened = await openInSystemBrowser(link)
  if (!opened.ok) say('No browser could be opened: open the link above yourself.')
}
