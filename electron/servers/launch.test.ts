import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { FoundServer } from '../../shared/api.ts'
import { launch } from './launch.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'propscope-launch-'))
  // As `next dev` does: a parent that starts the process which serves, and passes the end on.
  await writeFile(
    join(folder, 'server-with-a-name-long-enough.cjs'),
    `process.title = 'next-server (v16.4.6)'
    const server = require('node:http').createServer((request, response) => response.end('ok'))
    server.listen(0, () => {})
    setTimeout(() => process.exit(3), Number(process.env.LIVE_MS ?? 100000))`,
  )
  await writeFile(
    join(folder, 'parent.cjs'),
    `const child = require('node:child_process').spawn(process.execPath, [__dirname + '/server-with-a-name-long-enough.cjs'], { cwd: __dirname })
    child.on('exit', code => process.exit(code ?? 4))
    process.on('SIGTERM', () => child.kill())`,
  )
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('launch', () => {
  test('finds the server that the command starts, and gives its exit code', async () => {
    const found: FoundServer[] = []
    const code = await launch('env', ['LIVE_MS=1500', process.execPath, join(folder, 'parent.cjs')], {
      onServer: server => found.push(server),
    })
    expect(code).toEqual({ ok: true, value: 3 })
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ next: '16.4.6', folder })
  })

  test('a command that ends before it serves anything', async () => {
    const code = await launch(process.execPath, ['-e', 'process.exit(7)'], {
      onServer: () => expect.unreachable('nothing serves'),
    })
    expect(code).toEqual({ ok: true, value: 7 })
  })

  test('a command that a signal ends', async () => {
    const code = await launch(process.execPath, ['-e', 'process.kill(process.pid, "SIGKILL")'], { onServer: () => {} })
    expect(code).toEqual({ ok: true, value: 137 })
  })

  test('a command that is not there', async () => {
    const result = await launch('no-such-command-here', ['dev'], { onServer: () => {} })
    expect(result).toMatchObject({
      ok: false,
      problem: { message: expect.stringContaining('no-such-command-here dev') },
    })
  })

  const launched = (command: string, args: readonly string[]) => {
    const script = `
      import { launch } from ${JSON.stringify(join(import.meta.dirname, 'launch.ts'))}
      const result = await launch(${JSON.stringify(command)}, ${JSON.stringify(args)}, { onServer: server => console.log(server.pid) })
      process.exitCode = result.ok ? result.value : 1`
    const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: join(import.meta.dirname, '../..'),
    })
    return { child, exited: once(child, 'exit') }
  }

  test('passes SIGTERM on', async () => {
    const { child, exited } = launched(process.execPath, [join(folder, 'parent.cjs')])
    if (child.stdout) await Promise.race([once(child.stdout, 'data'), exited])
    child.kill('SIGTERM')
    expect(await exited).toEqual([4, null])
  })

  test('what a shell leaves behind that SIGTERM ended is ended, too', async () => {
    const server = join(folder, 'server-with-a-name-long-enough.cjs')
    const { child, exited } = launched('sh', ['-c', `cd ${folder}; ${process.execPath} ${server}; echo after`])
    const [pid] = child.stdout ? await once(child.stdout, 'data') : []
    child.kill('SIGTERM')
    expect(await exited).toEqual([143, null])
    await vi.waitFor(() => expect(() => process.kill(Number(pid), 0)).toThrow(), 5000)
  })
})
