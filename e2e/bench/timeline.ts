import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import sirv from 'sirv'
import { build } from 'vite'
import { summarize } from '../../electron/exchanges/summary.ts'
import { findChromium } from '../setup/chromium.mjs'
import { table } from './statistics.ts'
import { captureToFile, multiplied, readCaptured } from './timeline/captured.ts'
import { quantileOf, type Scrolled, scroll } from './timeline/frames.ts'

/**
 * `npm run bench timeline [-- counts]`: the timeline with 1,000, 10,000 and 100,000 exchanges in headless Chromium. Real exchanges of the demo shop, multiplied; beside it, in the same run, 100,000 bare
 * rows in a plain TanStack Virtual list.
 */
const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1000, 10_000, 100_000]
const SIZE = { width: 1440, height: 860 }
const FRAMES = 240
/** A wheel's step, and a flick. */
const STEADY_PX = 90
const FAST_PX = 2400
const LIVE = { perSecond: 500, seconds: 8 }
const here = join(import.meta.dirname, 'timeline')

interface Measured {
  readonly count: number
  readonly loadMs: number
  readonly steady: Scrolled
  readonly fast: Scrolled
  readonly main: number
  readonly heap: number
  readonly resident: number
}

const captured = await captureToFile()
const browser = await chromium.launch({
  executablePath: findChromium() ?? '/usr/bin/chromium',
  chromiumSandbox: process.getuid?.() !== 0,
  args: ['--disable-background-networking', '--enable-precise-memory-info', '--js-flags=--expose-gc'],
})
// What tsx puts into functions that are evaluated in a page.
const context = await browser.newContext({ viewport: SIZE })
await context.addInitScript('globalThis.__name = given => given')
const pages = await servePages(['peer', 'inside'])
try {
  const all: Measured[] = []
  let live = ''
  for (const count of counts) {
    const child = await startRecorded(count)
    const { page, measured } = await measure(child, count)
    all.push(measured)
    if (count === Math.max(...counts)) live = await measureLive(page, child)
    await page.close()
    child.process.send({ kind: 'end' })
  }
  const peer = await measurePeer()
  const inside = await measureInside(Math.max(...counts))
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

async function measure(child: Recorded, count: number): Promise<{ page: Page; measured: Measured }> {
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
  const loadMs = performance.now() - from
  await page.waitForTimeout(1000)
  const steady = await scroll(page, '#timeline', STEADY_PX, FRAMES)
  const fast = await scroll(page, '#timeline', FAST_PX, FRAMES)
  const heap = await page.evaluate(() => {
    Reflect.get(globalThis, 'gc')?.()
    return Number(Reflect.get(Reflect.get(performance, 'memory'), 'usedJSHeapSize'))
  })
  child.process.send({ kind: 'memory' })
  const { bytes: main } = await told<{ bytes: number }>(child.process, 'memory')
  return { page, measured: { count, loadMs, steady, fast, main, heap, resident: await residentOf(page) } }
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

async function measureLive(page: Page, child: Recorded): Promise<string> {
  await page.keyboard.press('End')
  await page.evaluate(() => {
    const seen: { at: number; rows: number }[] = []
    const tasks: number[] = []
    Object.assign(globalThis, { seen, tasks })
    new PerformanceObserver(list => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    })
    const grid = document.querySelector('#timeline')
    const look = () => {
      const last = grid?.querySelector('[role="rowgroup"]:last-child')?.lastElementChild
      const running = grid?.querySelectorAll('[role="row"]')
      seen.push({ at: Date.now(), rows: Number(grid?.getAttribute('aria-rowcount')) })
      if (last !== undefined && running) requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  const before = await page.evaluate(() => Number(document.querySelector('#timeline')?.getAttribute('aria-rowcount')))
  child.process.send({ kind: 'live', ...LIVE })
  const { endings } = await told<{ endings: number[] }>(child.process, 'lived')
  const { seen, tasks } = await page.evaluate(() => ({
    seen: Reflect.get(globalThis, 'seen') as { at: number; rows: number }[],
    tasks: Reflect.get(globalThis, 'tasks') as number[],
  }))
  // Requests of other kinds are no rows: the n-th row that ended is looked for by its share.
  const gained = (seen.at(-1)?.rows ?? 0) - before
  const late = endings.map((at, index) => {
    const rows = before + Math.floor(((index + 1) / endings.length) * gained)
    return (seen.find(frame => frame.rows >= rows)?.at ?? Number.NaN) - at
  })
  const long = tasks.filter(ms => ms > 50)
  return `Live: ${endings.length} requests at ${LIVE.perSecond} a second, begun and ended, on top of the ${Math.max(...counts).toLocaleString('en-US')}: ${long.length} tasks of more than 50 ms on the main thread${long.length > 0 ? ` (longest ${Math.max(...long).toFixed(0)} ms)` : ''}; a row is in the document ${quantileOf(late, 0.5).toFixed(0)} ms (median; 95 %: ${quantileOf(late, 0.95).toFixed(0)} ms) after its request's end.`
}

async function measurePeer(): Promise<{ steady: Scrolled; fast: Scrolled }> {
  const page = await context.newPage()
  await page.goto(`${pages.origin}/peer/`)
  await page.waitForSelector('#list')
  await page.evaluate(() => document.querySelector('#list')?.scrollTo(0, 1_400_000))
  await page.waitForTimeout(500)
  const steady = await scroll(page, '#list', STEADY_PX, FRAMES)
  const fast = await scroll(page, '#list', FAST_PX, FRAMES)
  await page.close()
  return { steady, fast }
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
  return measured as { filter: number; sort: number; marking: number; draw: number }
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

function report(
  all: readonly Measured[],
  peer: { steady: Scrolled; fast: Scrolled },
  inside: { filter: number; sort: number; marking: number; draw: number },
  live: string,
): string {
  const ms = (value: number) => `${value.toFixed(1)} ms`
  const mb = (value: number) => `${Math.round(value / 1e6)} MB`
  const frames = ({ frames }: Scrolled) =>
    `${ms(quantileOf(frames, 0.5))} / ${ms(quantileOf(frames, 0.95))} / ${ms(Math.max(...frames))}`
  const rows = all.map(one => [
    `**${one.count.toLocaleString('en-US')} exchanges**`,
    frames(one.steady),
    ms(one.steady.work),
    frames(one.fast),
    ms(one.fast.work),
    `${(one.loadMs / 1000).toFixed(1)} s`,
    mb(one.heap),
    mb(one.resident),
    mb(one.main),
  ])
  const bare = [
    '100,000 bare rows, TanStack Virtual',
    frames(peer.steady),
    ms(peer.steady.work),
    frames(peer.fast),
    ms(peer.fast.work),
    '',
    '',
    '',
    '',
  ]
  const head = [
    '',
    'frame while scrolling, median / 95 % / longest',
    'work a frame',
    'the same, flicked',
    'work a frame',
    'load',
    'heap of the window',
    'its memory',
    'memory of the main process',
  ]
  return [
    table(head, [...rows, bare]),
    '',
    `Over ${Math.max(...counts).toLocaleString('en-US')} rows, the longest of all filters, columns and zooms that were tried: filter ${ms(inside.filter)}, sort ${ms(inside.sort)}, overview drawn in ${ms(inside.draw)} (and its marks made anew in ${ms(inside.marking)}, at most four times a second).`,
    '',
    live,
    '',
    `${captured.count} exchanges of the demo shop, recorded with their props and multiplied; headless Chromium, ${SIZE.width} × ${SIZE.height}, all columns and bars. Node ${process.version}, ${cpus().length} cores, load average ${loadavg()[0]?.toFixed(1)}.`,
  ].join('\n')
}
