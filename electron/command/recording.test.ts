import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { anExchange } from '../../shared/an-exchange.ts'
import { HAR, harEntry } from '../export/har.ts'
import { readRecording } from './recording.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'propscope-recording-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function read(text: string) {
  const file = join(folder, 'recording')
  await writeFile(file, text)
  const result = await readRecording(file)
  return result.ok ? result.value : result.problem.message.replace(file, 'FILE')
}
const exchange = anExchange({
  request: {
    ...anExchange().request,
    headers: [
      ['cookie', 'session=S3CR3T'],
      ['accept', 'text/html'],
    ],
  },
})
const har = (secrets: boolean) =>
  HAR.begin('1.0') +
  JSON.stringify(harEntry(exchange, { props: '{"a":1}', response: null, request: 'a=1' }, secrets)) +
  HAR.end

it('reads what record wrote, as lines and as HAR', async () => {
  expect(await read(`${JSON.stringify(exchange)}\n${JSON.stringify(exchange)}\n`)).toEqual([
    { exchange, body: null, redacted: [] },
    { exchange, body: null, redacted: [] },
  ])
  expect(await read(har(true))).toMatchObject([{ exchange: { props: { value: { a: 1 } } }, body: 'a=1', redacted: [] }])
})

it('sends no placeholder in the place of a secret', async () => {
  expect(await read(har(false))).toMatchObject([
    { exchange: { request: { headers: [['accept', 'text/html']] } }, redacted: ['cookie'], body: null },
  ])
})

it('says what is wrong with a file', async () => {
  expect(await read('{"a":1}\n')).toMatch(/FILE is no recording of Propscope: line 1/)
  expect(await read(`${JSON.stringify(exchange)}\n{"id":`)).toMatch(/line 2/)
  expect(await read('{"log":{"version":"1.1"}}')).toMatch(/is no recording/)
  expect(await read(har(true).replace('"_propscope"', '"_other"'))).toMatch(/_propscope/)
  const gone = await readRecording(join(folder, 'none'))
  expect(gone.ok || gone.problem.message).toMatch(/cannot be read/)
})
