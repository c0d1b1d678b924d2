import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Page } from '@playwright/test'
import sirv from 'sirv'
import { build } from 'vite'
import { summarize } from '../../electron/exchanges/summary.ts'
import { findChromium } from '../setup/chromium.mjs'
import { table } from './statistics.ts'
import { captureToFile, multiplied, readCaptured } from './timeline/captured.ts'
import { type BothWays, frameWords, scrollBothWays, workWords } from './timeline/frames.ts'
import { type Endings, watchLive } from './timeline/live.ts'

/**
 * `npm run bench timeline [-- counts] [--captured FILE] [--only scroll,live,inside]`: the timeline with 1,000, 10,000 and 100,000 exchanges in headless Chromium. Real exchanges of the demo shop,
 * multiplied; beside it, in the same run, 100,000 bare rows in a plain TanStack Virtual list. `--captured` keeps what was captured for the next run, `--only` leaves parts out: both for work on the timeline.
 */
const { values: options, positionals } = parseArgs({
  options: { captured: { type: 'string' }, only: { type: 'string', default: 'scroll,live,inside' } },
  allowPositionals: true,
})
const counts = positionals.length > 0 ? positionals.map(Number) : [1000, 10_000, 100_000]
const parts = new Set(options.only.split(','))
const SIZE = { width: 1440, height: 860 }
const LIVE = { perSecond: 500, seconds: 8 }
const here = join(import.meta.dirname, 'timeline')

interface Measured extends BothWays {
  readonly count: number
  readonly loadMs: number
  readonly main: number
  readonly heap: number
  readonly resident: number
}
interface Inside {
  readonly filter: number
  readonly sort: number
  readonly marking: number
  readonly draw: number
}

const captured = await captureToFile(options.captured ?? null)
const browser = await chromium.launch({
  executablePath: findChromium() ?? '/usr/bin/chromium',
  chromiumSandbox: process.getuid?.() !== 0,
  args: ['--disable-background-networking', '--enable-precise-memory-info', '--js-flags=--expose-gc'],
})
// What tsx puts into functions that are evaluated in a page.
const context = await browser.newContext({ viewport: SIZE })
await context.addInitScript('globalThis.__name = given => given')
const pages = await servePages(['peer', 'inside'])
const most = Math.max(...counts)
try {
  const all: Measured[] = []
  let live: string | null = null
  for (const count of parts.has('scroll') ? counts : [most]) {
    const child = await startRecorded(count)
    const { page, loadMs } = await open(child, count)
    if (parts.has('scroll')) all.push(await measure(page, child, count, loadMs))
    if (parts.has('live') && count === most) live = await watchLive(page, () => goLive(child))
    await page.close()
    child.process.send({ kind: 'end' })
  }
  const peer = parts.has('scroll') ? await measurePeer() : null
  const inside = parts.has('inside') ? await measureInside(most) : null
  console.log(report(all, peer, inside, live))
} finally {
  await browser.close()
  pages.close()
  await captured.remove()
}

interface Recorded {
  readonly process: ChildProcess
  readonly link: string
}

async function startRecorded(count: number): Promise<Recorded> {
  const child = fork(join(here, 'recorded.ts'), [captured.path, String(count)], { execArgv: ['--import', 'tsx'] })
  const { link } = await told<{ link: string }>(child, 'ready')
  return { process: child, link }
}

function told<T>(child: ChildProcess, kind: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const hear = (message: unknown) => {
      if (typeof message !== 'object' || message === null || Reflect.get(message, 'kind') !== kind) return
      child.off('message', hear)
      resolve(message as T)
    }
    child.on('message', hear)
    child.once('exit', code => reject(new Error(`the recorded process ended with ${code}`)))
  })
}

/** Until all rows are there. */
async function open(child: Recorded, count: number): Promise<{ page: Page; loadMs: number }> {
  const page = await context.newPage()
  const from = performance.now()
  await page.goto(child.link)
  await page.waitForFunction(() => document.querySelector('#timeline') !== null)
  // Assets and the like are captured too, and not shown at first: all kinds are.
  await page.waitForFunction(
    count =>
      Number(
        /of ([\d,]+)|^([\d,]+)$/
          .exec(document.querySelector('h2')?.nextElementSibling?.textContent ?? '')
          ?.slice(1)
          .find(Boolean)
          ?.replaceAll(',', ''),
      ) === count,
    count,
    { timeout: 120_000 },
  )
  return { page, loadMs: performance.now() - from }
}

async function measure(page: Page, child: Recorded, count: number, loadMs: number): Promise<Measured> {
  await page.waitForTimeout(1000)
  const scrolled = await scrollBothWays(page, '#timeline')
  const heap = await page.evaluate(() => {
    Reflect.get(globalThis, 'gc')?.()
    return Number(Reflect.get(Reflect.get(performance, 'memory'), 'usedJSHeapSize'))
  })
  child.process.send({ kind: 'memory' })
  const { bytes: main } = await told<{ bytes: number }>(child.process, 'memory')
  return { ...scrolled, count, loadMs, main, heap, resident: await residentOf(page) }
}

async function goLive(child: Recorded): Promise<Endings> {
  child.process.send({ kind: 'live', ...LIVE })
  return (await told<{ endings: Endings }>(child.process, 'lived')).endings
}

/** Of the page's own process: what is its alone, in bytes; NaN where the system does not tell. */
async function residentOf(page: Page): Promise<number> {
  const cdp = await browser.newBrowserCDPSession()
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo')
  await cdp.detach()
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => {
      try {
        return Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]) * 1024
      } catch {
        return Number.NaN
      }
    })
  return page.isClosed() ? Number.NaN : Math.max(...sizes)
}

async function measurePeer(): Promise<BothWays> {
  const page = await context.newPage()
  await page.goto(`${pages.origin}/peer/`)
  await page.waitForSelector('#list')
  await page.evaluate(() => document.querySelector('#list')?.scrollTo(0, 1_400_000))
  await page.waitForTimeout(500)
  const scrolled = await scrollBothWays(page, '#list')
  await page.close()
  return scrolled
}

async function measureInside(count: number) {
  const exchanges = await readCaptured(captured.path)
  const page = await context.newPage()
  await page.goto(`${pages.origin}/inside/`)
  await page.waitForFunction(() => typeof Reflect.get(globalThis, 'measure') === 'function')
  const end = Date.now()
  await page.evaluate(() => Object.assign(globalThis, { rows: [] }))
  for (let from = 0; from < count; from += 5000) {
    const part = Array.from({ length: Math.min(5000, count - from) }, (_, index) =>
      summarize(multiplied(exchanges, from + index, count, end)),
    )
    await page.evaluate(part => (Reflect.get(globalThis, 'rows') as unknown[]).push(...part), part)
  }
  const measured = await page.evaluate(() => Reflect.get(globalThis, 'measure')(Reflect.get(globalThis, 'rows')))
  await page.close()
  return measured as Inside
}

async function servePages(names: readonly string[]) {
  const outDir = join(captured.path, '..', 'pages')
  for (const name of names)
    await build({
      configFile: false,
      root: join(here, name),
      base: './',
      logLevel: 'warn',
      build: { outDir: join(outDir, name), emptyOutDir: true, chunkSizeWarningLimit: 4000 },
    })
  const server = createServer(sirv(outDir))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() }
}

function report(all: readonly Measured[], peer: BothWays | null, inside: Inside | null, live: string | null): string {
  const ms = (value: number) => `${value.toFixed(1)} ms`
  const mb = (value: number) => `${Math.round(value / 1e6)} MB`
  const both = ({ steady, fast }: BothWays) => [
    frameWords(steady),
    workWords(steady),
    frameWords(fast),
    workWords(fast),
  ]
  const rows = all.map(one => [
    `**${one.count.toLocaleString('en-US')} exchanges**`,
    ...both(one),
    `${(one.loadMs / 1000).toFixed(1)} s`,
    mb(one.heap),
    mb(one.resident),
    mb(one.main),
  ])
  const head = [
    '',
    'frame while scrolling, median / 95 % / longest',
    'work a frame (script + layout + painting)',
    'the same, flicked',
    'work a frame',
    'load',
    'heap of the window',
    'its memory',
    'memory of the main process',
  ]
  const count = most.toLocaleString('en-US')
  return [
    peer &&
      table(head, [
        ...rows,
        ['100,000 bare rows, TanStack Virtual', ...both(peer), ...Array.from({ length: 4 }, () => '')],
      ]),
    inside &&
      `Over ${count} rows, the longest of all filters, columns and zooms that were tried: filter ${ms(inside.filter)}, sort ${ms(inside.sort)}, overview drawn in ${ms(inside.draw)} (and its marks made anew in ${ms(inside.marking)}, at most four times a second).`,
    live && `Live at ${LIVE.perSecond} requests a second, on top of the ${count}: ${live}`,
    `${captured.count} exchanges of the demo shop, recorded with their props and multiplied; headless Chromium, ${SIZE.width} × ${SIZE.height}, all columns and bars. Node ${process.version}, ${cpus().length} cores, load average ${loadavg()[0]?.toFixed(1)}.`,
  ]
    .filter(part => part !== null)
    .join('\n\n')
}
