import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Outgoing } from '../../shared/replay.ts'
import { openSettings } from '../settings/settings.ts'
import { createHistory, withoutSecrets } from './history.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'propscope-history-'))
})
afterEach(() => rm(folder, { recursive: true }))

const open = () => {
  let time = 0
  return createHistory({ settings: openSettings(folder, () => {}), projectOf: () => '/shop', now: () => ++time })
}
const get = (url: string, headers: Outgoing['headers'] = [], body: Outgoing['body'] = null): Outgoing => ({
  method: 'GET',
  url,
  headers,
  body,
})
const JWT = `eyJhbGciOiJIUzI1NiJ9.eyJ${'a'.repeat(20)}.${'b'.repeat(20)}`

test('edited requests are remembered, the last one first and each once, from one session to the next', async () => {
  const first = open()
  await first.rememberRequest('http://localhost:3000', '/p/[id]', get('/p/1'), false)
  await first.rememberRequest('http://localhost:3000', '/p/[id]', get('/p/2'), false)
  await first.rememberRequest('http://localhost:3000', '/p/[id]', get('/p/1'), false)
  const kept = await open().readHistory('http://localhost:3000')
  expect(kept.map(({ request, page, at }) => [request.url, page, at])).toEqual([
    ['/p/1', '/p/[id]', 3],
    ['/p/2', '/p/[id]', 2],
  ])
  const left = await open().forgetRequests('http://localhost:3000', kept[0]?.id ?? '')
  expect(left.map(({ request }) => request.url)).toEqual(['/p/2'])
  expect(await open().forgetRequests('http://localhost:3000', null)).toEqual([])
})

test('no secret is in the file, unless it is asked for', async () => {
  const secret = get(
    `/p?token=S3CR3T&next=${JWT}&q=a%20b`,
    [
      ['Accept', 'text/html'],
      ['Cookie', 'theme=dark; session=S3CR3T'],
      ['Authorization', 'Bearer S3CR3T'],
      ['X-Api-Key', 'S3CR3T'],
      ['X-Forwarded-User', JWT],
    ],
    { encoding: 'utf8', text: `{"name":"Ada","password":"S3CR3T","note":"${JWT}"}` },
  )
  const text = () => readFile(join(folder, 'settings.json'), 'utf8')
  const [kept] = await open().rememberRequest('o', null, secret, false)
  expect(kept?.request.headers).toEqual([['Accept', 'text/html']])
  expect(kept?.left).toEqual(['cookie', 'authorization', 'x-api-key', 'x-forwarded-user', 'address', 'body'])
  expect(kept?.request.url).toContain('&q=a%20b')
  expect(kept?.request.body?.text).toContain('"name":"Ada"')
  expect(await text()).not.toMatch(/S3CR3T|eyJ/)
  const [asked] = await open().rememberRequest('o', null, secret, true)
  expect(asked).toMatchObject({ request: secret, left: [], secrets: true })
  expect(await text()).toContain('S3CR3T')
})

test('what holds no secret stays as it is; a body that cannot be looked through goes, and so does a large one', () => {
  const plain = get('/p?q=1', [['Accept', '*/*']], { encoding: 'utf8', text: '{ "a": 1 }' })
  expect(withoutSecrets(plain)).toEqual({
    request: { ...plain, body: { encoding: 'utf8', text: '{"a":1}' } },
    left: [],
  })
  expect(withoutSecrets(get('/p', [], { encoding: 'utf8', text: 'whatever it is' }))).toMatchObject({
    request: { body: null },
    left: ['body'],
  })
  const large = get('/p', [], { encoding: 'utf8', text: JSON.stringify('x'.repeat(20_000)) })
  expect(withoutSecrets(large)).toMatchObject({ request: { body: null }, left: ['body'] })
})
