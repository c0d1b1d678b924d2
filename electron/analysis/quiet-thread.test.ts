import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const MODULE = fileURLToPath(new URL('./quiet-thread.ts', import.meta.url))
const TOLD = `
import { readdirSync, readFileSync } from 'node:fs'
import { quietProcess } from ${JSON.stringify(MODULE)}
quietProcess()
const niceness = thread => Number(readFileSync('/proc/self/task/' + thread + '/stat', 'utf8').split(') ').at(-1).split(' ')[16])
console.log(JSON.stringify(readdirSync('/proc/self/task').map(niceness)))`

test.runIf(process.platform === 'linux')('all threads of a quiet process stand back, those of V8 too', () => {
  const told = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', TOLD], {
    encoding: 'utf8',
  })
  const niceness = JSON.parse(told) as number[]
  expect(niceness.length).toBeGreaterThan(1)
  expect(new Set(niceness)).toEqual(new Set([10]))
})
