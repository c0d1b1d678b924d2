import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { locateServers } from './find.ts'
import { createLinuxSystem } from './linux.ts'

/** A recorded /proc, laid out in a folder: `next dev` of 16 under npm, with another user's server beside it. */

let root = ''
let shared = ''
const me = process.geteuid?.() ?? 0
const HEAD = '  sl  local_address rem_address   st\n'
const tcp = (...lines: [address: string, port: number, user: number, inode: number][]) =>
  HEAD +
  lines
    .map(
      ([address, port, user, inode], i) =>
        `   ${i}: ${address}:${port.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000 0A 0:0 00:0 0 ${user} 0 ${inode} 1 0\n`,
    )
    .join('')
const ANY = '0'.repeat(32)
const LOOPBACK = '0100007F'

interface Recorded {
  readonly parent?: number
  readonly cmdline: string
  readonly user?: number
  readonly environ?: string
  readonly cwd?: string
  readonly network?: string
  readonly inodes?: readonly number[]
}

async function file(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
}

async function record(pid: number, recorded: Recorded): Promise<void> {
  const { parent = 1, cmdline, user = me, environ, cwd, network = 'net:[1]', inodes = [] } = recorded
  await file(`${pid}/stat`, `${pid} (${cmdline.slice(0, 15)}) S ${parent} 1 1 0`)
  await file(`${pid}/cmdline`, cmdline)
  await file(
    `${pid}/status`,
    `Uid:\t${user}\t${user}\t${user}\t${user}\nNSpid:\t${pid}\nSigIgn:\t0\nSigCgt:\t0000000188004602\n`,
  )
  if (environ) await file(`${pid}/environ`, environ)
  if (cwd) await symlink(cwd, join(root, `${pid}/cwd`))
  await mkdir(join(root, `${pid}/ns`), { recursive: true })
  await symlink(network, join(root, `${pid}/ns/net`))
  await mkdir(join(root, `${pid}/fd`))
  for (const [i, inode] of inodes.entries()) await symlink(`socket:[${inode}]`, join(root, `${pid}/fd/${i}`))
  await file(`${pid}/net/tcp`, HEAD)
  await file(`${pid}/net/tcp6`, inodes.length > 0 ? shared : '')
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'propscope-proc-'))
  shared = tcp([ANY, 3000, me, 11], [LOOPBACK, 9229, me, 12], [ANY, 3001, me + 1, 13], [ANY, 3002, me, 14])
  await mkdir(join(root, 'self/ns'), { recursive: true })
  await symlink('net:[1]', join(root, 'self/ns/net'))
  await file('self/net/tcp', HEAD)
  await file('self/net/tcp6', shared)
  await file('uptime', '1 2')
})
afterEach(() => rm(root, { recursive: true, force: true }))

test('next dev: the child is the server, the rest of its tree is not', async () => {
  const project = join(root, 'shop')
  await mkdir(join(project, 'pages'), { recursive: true })
  await writeFile(join(project, 'package.json'), '{"name":"the-shop"}')
  await record(20, { cmdline: 'npm run dev', cwd: root })
  await record(21, { parent: 20, cmdline: 'node\0/x/node_modules/.bin/next\0dev\0shop\0', cwd: root, inodes: [99] })
  await record(22, {
    parent: 21,
    cmdline: 'next-server (v16.4.6)      ',
    cwd: root,
    environ: 'NODE_OPTIONS=--enable-source-maps\0NEXT_PRIVATE_WORKER=1\0',
    inodes: [12, 11],
  })
  const system = createLinuxSystem(root)
  const located = await locateServers(system)
  expect(located).toEqual([
    {
      server: {
        origin: 'http://localhost:3000',
        pid: 22,
        next: '16.4.6',
        mode: 'dev',
        folder: project,
        name: 'the-shop',
        attachable: true,
        problem: null,
      },
      pidInside: 22,
      port: 3000,
      inspectPort: 9229,
      statedPorts: [],
    },
  ])
  expect(await system.holder(9229)).toEqual({ pid: 22, command: 'next-server (v16.4.6)' })
  expect(await system.holder(9230)).toBeNull()
  expect(await system.holder(3001)).toEqual({ pid: null, command: null })
  expect(await system.isListening(3002)).toBe(true)
  expect(await system.signalEffect(22)).toBe('caught')
  expect(system.isAlive(22)).toBe(true)
  expect(system.isAlive(23)).toBe(false)
  expect(await system.signalEffect(23)).toBe('deadly')
})

test("another user's server, of which neither folder nor sockets can be read", async () => {
  await record(30, { cmdline: 'next-server (v15.1.7)', user: me + 1 })
  const [located] = await locateServers(createLinuxSystem(root))
  expect(located?.server).toMatchObject({
    origin: 'http://localhost:3001',
    pid: 30,
    folder: null,
    name: 'pid 30',
    attachable: false,
    problem: { code: 'other-user' },
  })
})

test("another user's server whose port could be any of several: not listed with a guess", async () => {
  shared = tcp([ANY, 3001, me + 1, 13], [ANY, 2024, me + 1, 15])
  await file('self/net/tcp6', shared)
  await record(30, { cmdline: 'next-server (v15.1.7)', user: me + 1, parent: 29 })
  const system = createLinuxSystem(root)
  expect(await locateServers(system)).toEqual([])
  await record(29, { cmdline: 'node\0node_modules/.bin/next\0dev\0-p\x003001\0', user: me + 1 })
  expect((await locateServers(system)).map(({ port }) => port)).toEqual([3001])
})

test('a server in a container', async () => {
  await record(40, { cmdline: 'next-server (v15.1.7)', network: 'net:[2]', inodes: [14] })
  const [located] = await locateServers(createLinuxSystem(root))
  expect(located?.server).toMatchObject({ attachable: false, problem: { code: 'unsupported-platform' } })
})

test('processes that vanish between two looks, and servers that do not listen yet', async () => {
  await record(50, { cmdline: 'next-server (v16.4.6)', inodes: [77] })
  await file('51/cmdline', 'next-server (v16.4.6)')
  await mkdir(join(root, '52'))
  expect(await locateServers(createLinuxSystem(root))).toEqual([])
  expect(await createLinuxSystem(join(root, 'nothing-here')).processes()).toEqual([])
})
