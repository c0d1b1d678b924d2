import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { takeTurn } from './turn.ts'

const folder = mkdtempSync(join(tmpdir(), 'propscope-turn-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const uniqueName = () => join(folder, `${Math.random()}.sock`)

/** Another process that holds the name until it is killed. */
async function holder(name: string) {
  const child = spawn(
    process.execPath,
    ['-e', `require('node:net').createServer().listen(${JSON.stringify(name)}, () => console.log('held'))`],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await once(child.stdout, 'data')
  return async () => {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
}

test('turns are taken one after the other, in order', async () => {
  const name = uniqueName()
  const log: string[] = []
  const work = async (who: string) => {
    const turn = await takeTurn(1000, name)
    log.push(`${who} in`)
    await new Promise(resolve => setImmediate(resolve))
    log.push(`${who} out`)
    turn.release()
  }
  await Promise.all([work('a'), work('b'), work('c')])
  expect(log).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out'])
})

const names = {
  'a socket file': uniqueName,
  ...(process.platform === 'linux' && { 'an abstract socket': () => `\0${uniqueName()}` }),
}
test.each(Object.entries(names))('waits for another process, and outlives its death: %s', async (_, make) => {
  const name = make()
  const kill = await holder(name)
  let got = false
  const waiting = takeTurn(10_000, name).then(turn => {
    got = true
    return turn
  })
  await expect(takeTurnSoon(name)).resolves.toBe('still taken')
  expect(got).toBe(false)
  await kill()
  const turn = await waiting
  turn.release()
})

/** Whether the name is still held by a process that answers. */
async function takeTurnSoon(name: string): Promise<string> {
  const { connect } = await import('node:net')
  const socket = connect(name)
  await once(socket, 'connect')
  socket.destroy()
  return 'still taken'
}

test('is given all the same after a while, and where such names cannot be made', async () => {
  const name = uniqueName()
  const kill = await holder(name)
  const begun = Date.now()
  const turn = await takeTurn(50, name)
  expect(Date.now() - begun).toBeGreaterThanOrEqual(50)
  turn.release()
  await kill()
  await writeFile(`${name}.file`, '')
  const other = await takeTurn(50, join(`${name}.file`, 'below-a-file'))
  other.release()
})
