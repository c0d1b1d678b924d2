import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import react from '@vitejs/plugin-react'
import { build, preview } from 'vite'
import { findChromium } from '../setup/chromium.mjs'
import { buildPeers } from './peers/viewers.ts'
import type { Bench } from './props-page/bench.ts'
import { payload, type Shape } from './props-page/payloads.ts'
import { table } from './statistics.ts'

/**
 * `npm run bench props [-- products:10 …]`: the props inspector in headless Chromium, from the bytes of a payload to its first screen, against decoding and JSON.parse of the same bytes on the
 * page's own thread in the same run, and against other viewers. Each payload has a fresh page. Some two minutes.
 */
const MB = 1_000_000
const ALL: readonly (readonly [Shape, number])[] = [
  ['products', 1],
  ['products', 10],
  ['products', 50],
  ['products', 100],
  ['articles', 100],
  ['deep', 100],
  ['wide', 100],
  ['string', 100],
]
/** Some of them, by `SHAPE:MB`; then without the other viewers. */
const asked = ALL.filter(([shape, size]) => process.argv.includes(`${shape}:${size}`))
const PAYLOADS = asked.length > 0 ? asked : ALL
/** Larger ones they do not show within this time, in ms. */
const PEER_MS = 20_000
const PEERS = ['vanilla-jsoneditor', '@uiw/react-json-view']
const PEER_SIZES = [1, 10]

const say = (text: string) => process.stderr.write(`${text}\n`)
const folder = await mkdtemp(join(tmpdir(), 'propscope-bench-'))
const browser = await chromium.launch({
  ...(findChromium() === null ? {} : { executablePath: findChromium() ?? '' }),
  chromiumSandbox: false,
  args: ['--disable-background-networking', '--js-flags=--expose-gc'],
})
try {
  const root = resolve(import.meta.dirname, 'props-page')
  await build({
    configFile: false,
    root,
    base: './',
    logLevel: 'error',
    plugins: [react()],
    build: { outDir: folder, emptyOutDir: true, rolldownOptions: { input: join(root, 'index.html') } },
  })
  const server = await preview({
    configFile: false,
    root: folder,
    logLevel: 'error',
    build: { outDir: folder },
    preview: { host: '127.0.0.1', port: 0 },
  })
  const address = server.httpServer.address()
  if (address === null || typeof address === 'string') throw new Error('the page is not served')
  const url = `http://127.0.0.1:${address.port}/`
  process.stdout.write(`${await ours(browser, url)}\n\n${asked.length > 0 ? '' : await others(browser, url)}\n`)
  await new Promise(done => server.httpServer.close(done))
} finally {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
}

async function ours(on: Browser, url: string): Promise<string> {
  const rows: string[][] = []
  for (const [shape, size] of PAYLOADS) {
    say(`${shape}, ${size} MB`)
    await writeFile(join(folder, 'payload.bin'), payload(shape, size * MB))
    const parsing = await freshPage(on, url)
    await parsing.evaluate(() => the().fetch())
    const parse = await parsing.evaluate(() => the().parse(3))
    const cold = await parsing.evaluate(() => the().open())
    await parsing.context().close()
    const page = await freshPage(on, url)
    await page.evaluate(() => the().ready())
    await collect(page)
    const before = await memoryOf(on)
    const bytes = await page.evaluate(() => the().fetch())
    const open = await page.evaluate(() => the().open())
    await collect(page)
    const after = await memoryOf(on)
    say(`  answered after ${ms(open.answered)}, with nothing ready ${ms(cold.answered)}`)
    const find = await page.evaluate(() => the().find())
    const scroll = await page.evaluate(() => the().scroll())
    const longest = await page.evaluate(() => the().longest())
    const memory = before === null || after === null ? null : after - before
    rows.push([
      `${shape}, ${size} MB`,
      ms(parse),
      ms(open.ms),
      (open.ms / parse).toFixed(2),
      ms(cold.ms),
      ms(find),
      longest === 0 ? 'under 50 ms' : ms(longest),
      `${scroll.median.toFixed(1)} / ${scroll.worst.toFixed(0)} ms`,
      memory === null ? '–' : `${(memory / MB).toFixed(0)} MB, ${(memory / bytes).toFixed(1)} ×`,
    ])
    await page.context().close()
  }
  const head = [
    'payload',
    'decode + JSON.parse',
    'first screen',
    'share',
    'nothing ready',
    'search to the end',
    'longest task',
    'frame, opening and scrolling all: median / worst',
    'memory',
  ]
  const load = loadavg()[0]?.toFixed(1)
  return `${table(head, rows)}\n\nNode ${process.version}, Chromium ${on.version()}, ${cpus().length} cores, load average ${load}.`
}

async function others(on: Browser, url: string): Promise<string> {
  const files = await buildPeers(PEERS, folder)
  if (files === null) return 'The other viewers could not be installed.'
  const rows: string[][] = []
  for (const name of PEERS) {
    const cells: string[] = []
    for (const size of PEER_SIZES) {
      say(`${name}, ${size} MB`)
      await writeFile(join(folder, 'payload.bin'), payload('products', size * MB))
      const page = await freshPage(on, url)
      await page.addScriptTag({ content: readFileSync(files, 'utf8') })
      await page.evaluate(() => the().fetch())
      cells.push(await timed(page, name))
      await page.context().close()
    }
    rows.push([name, ...cells])
  }
  return table(['viewer, products', ...PEER_SIZES.map(size => `${size} MB`)], rows)
}

async function timed(page: Page, name: string): Promise<string> {
  const late = new Promise<null>(done => setTimeout(() => done(null), PEER_MS))
  const found = await Promise.race([page.evaluate(peer => the().peer(peer), name).catch(() => null), late])
  return found === null ? `not within ${PEER_MS / 1000} s` : ms(found)
}

function ms(value: number): string {
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`
}

/** A page in a process of its own. */
async function freshPage(on: Browser, url: string): Promise<Page> {
  const context = await on.newContext({ viewport: { width: 900, height: 900 } })
  const page = await context.newPage()
  await page.goto(url)
  return page
}

/** In the page: what `props-page/page.tsx` left there. */
declare function the(): Bench

/** Collects twice: what the first finds may hold more. */
async function collect(page: Page): Promise<void> {
  for (let n = 0; n < 2; n++) await page.evaluate(() => Reflect.get(globalThis, 'gc')?.())
}

/** Resident bytes of the page's process, its workers with it; null where that is not known. */
async function memoryOf(on: Browser): Promise<number | null> {
  const session = await on.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  // The newest is the page's: each has a context of its own.
  const renderer = processInfo.filter(({ type }) => type === 'renderer').sort((a, b) => b.id - a.id)
  const found = renderer.find(({ id }) => existsSync(`/proc/${id}/statm`))
  if (!found) return null
  return Number(readFileSync(`/proc/${found.id}/statm`, 'utf8').split(' ')[1]) * 4096
}
