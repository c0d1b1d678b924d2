import { cpSync, linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, listenerOf } from '../targets/serving/ports.mjs'
import { install } from '../targets/serving/prepare.mjs'
import { type Child, ROOT, startChild } from './child.ts'

/** The demo shop under `next dev`, from a copy of its own whose files a test may change. */
export interface ShopCopy {
  readonly folder: string
  readonly origin: string
  readonly port: number
  readonly pid: number
  readonly child: Child
  /** Ends it, and takes the copy away. */
  end(): Promise<void>
}

export interface ShopCopyOptions {
  /** Speaks TLS with this certificate. */
  readonly tls?: { readonly key: string; readonly cert: string }
}

const SHOP = join(ROOT, 'e2e', 'targets', 'shop')
const NOT_COPIED = new Set(['.next', 'tsconfig.tsbuildinfo', 'next-env.d.ts'])

export async function startShopCopy({ tls }: ShopCopyOptions = {}): Promise<ShopCopy> {
  await install(SHOP)
  // Not in the system's temporary folder: what is linked must lie on the same disk.
  const folder = join(ROOT, 'out', 'targets', `shop-${process.pid}-${Date.now()}`)
  copyShop(folder)
  const upstreamPort = await freePort()
  // It listens long before Next has compiled a page that asks it.
  const upstream = startChild([process.execPath, join(SHOP, 'upstream.mjs')], { env: { PORT: String(upstreamPort) } })
  const started = [upstream]
  const end = async () => {
    await Promise.all(started.map(child => child.end()))
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const port = await freePort()
    const origin = `${tls ? 'https' : 'http'}://localhost:${port}`
    const flags = tls
      ? ['--experimental-https', '--experimental-https-key', tls.key, '--experimental-https-cert', tls.cert]
      : []
    const next = join(folder, 'node_modules/next/dist/bin/next')
    const child = startChild([process.execPath, next, 'dev', '--turbopack', '--port', String(port), ...flags], {
      cwd: folder,
      env: { UPSTREAM_URL: `http://127.0.0.1:${upstreamPort}`, SITE_URL: origin },
    })
    started.push(child)
    const pid = await child.until('listener', ({ stdout }) => stdout.includes('Ready in') && listenerOf(port))
    return { folder, origin, port, pid, child, end }
  } catch (error) {
    await end()
    throw error
  }
}

function copyShop(folder: string): void {
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(SHOP)) {
    if (name === 'node_modules') linkTree(join(SHOP, name), join(folder, name))
    else if (!NOT_COPIED.has(name)) cpSync(join(SHOP, name), join(folder, name), { recursive: true })
  }
}

/** 370 MB of libraries that nobody changes: Turbopack follows no link out of the project, but these are files like any other. */
function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) linkTree(source, target)
    else if (entry.isSymbolicLink()) cpSync(source, target, { verbatimSymlinks: true })
    else linkSync(source, target)
  }
}
