import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startChild } from './harness/child.ts'
import { expect, test } from './harness/test.ts'

/** What `propscope record` says where it cannot: cause, pid or port, and the next step, on stderr alone; exit 1. */
test('nothing listens on the port', async ({ run }) => {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  for (const form of [`http://localhost:${port}`, `localhost:${port}`, `:${port}`]) {
    const child = run('record', '--attach', form)
    expect(await child.exit, form).toBe(1)
    expect(child.stdout).toBe('')
    expect(child.stderr).toContain(`Nothing listens on port ${port}.`)
    expect(child.stderr).toContain('Start the server')
  }
})

test('a plain HTTP server is not Next', async ({ run }) => {
  const code =
    'require("http").createServer().listen(0, function () { process.stdout.write(this.address().port + "\\n") })'
  const plain = startChild([process.execPath, '-e', code], { cwd: '/' })
  try {
    const port = await plain.until('port', ({ stdout }) => /(\d+)/.exec(stdout)?.[1])
    for (const form of [port, String(plain.pid), `http://127.0.0.1:${port}`]) {
      const child = run('record', '--attach', form)
      expect(await child.exit, form).toBe(1)
      expect(child.stdout).toBe('')
      for (const part of [`ort ${port}`, `id ${plain.pid}`, 'is not a Next.js server', 'propscope servers'])
        expect(child.stderr, form).toContain(part)
    }
    // It was not touched: no inspector opened in it.
    expect(plain.stderr).toBe('')
  } finally {
    await plain.end()
  }
})

test('a pid that does not exist', async ({ run }) => {
  const short = startChild([process.execPath, '-e', '0'])
  await short.exit
  const child = run('record', '--attach', String(short.pid))
  expect(await child.exit).toBe(1)
  expect(child.stdout).toBe('')
  expect(child.stderr).toContain(`no process with pid ${short.pid}`)
  expect(child.stderr).toContain('propscope servers')
})

test('a target that is none, and one on another machine', async ({ run }) => {
  for (const [form, why] of [
    ['ftp://localhost:1', 'is no target'],
    ['http://192.0.2.1:3000', 'local processes only'],
    ['0', 'neither a port nor a pid'],
  ] as const) {
    const child = run('record', '--attach', form)
    expect(await child.exit, form).toBe(1)
    expect(child.stderr).toContain(why)
    expect(child.stderr).toContain('Give ')
  }
})

test('wrong usage exits 2', async ({ run }) => {
  for (const args of [
    ['record'],
    ['record', '--attach', '3000', '--count', 'many'],
    ['record', '--attach', '3000', '--for', 'ever'],
    ['record', '--attach', '3000', '--target', 'http://localhost:1'],
    ['record', '--attach', '3000', '--format', 'xml'],
    ['record', '--attach', '3000', 'more'],
    ['recrod'],
  ]) {
    const child = run(...args)
    expect(await child.exit, args.join(' ')).toBe(2)
    expect(child.stdout).toBe('')
    expect(child.stderr).toContain('error:')
  }
})
