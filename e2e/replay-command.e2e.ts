import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HarSchema } from '../electron/export/har.ts'
import { marked } from './harness/page-truth.ts'
import { propscope } from './harness/propscope.ts'
import { ask } from './harness/requests.ts'
import { expect, test } from './harness/test.ts'

const HEADERS = { accept: 'text/html', cookie: 'cart=7.2; session=S3CR3T' }
let folder: string
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'propscope-replay-'))
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs `propscope replay`, and gives how it ended. */
async function replay(...args: string[]) {
  const child = propscope(['replay', ...args])
  const code = await child.exit
  return { code, out: child.stdout, err: child.stderr }
}

for (const mode of ['dev', 'start'] as const) {
  test(`${mode}: what was recorded is replayed and compared, with an exit code`, async ({ target, record }) => {
    const shop = await target({ name: 'shop', mode })
    const file = join(folder, `${mode}.ndjson`)
    const recording = await record(shop.origin, '--props', '--out', file, '--count', '2')
    await ask(shop.origin, marked('/product/7'), { headers: HEADERS })
    await ask(shop.origin, marked('/product/999999'), { headers: HEADERS })
    expect(await recording.child.exit).toBe(0)

    const same = await replay('--from', file, '--times', '3', '--concurrency', '2', '--json')
    expect(same.err).toContain(`replaying to ${shop.origin}`)
    const lines = same.out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines).toMatchObject([
      { method: 'GET', times: 3, errors: 0, differs: [], notes: [] },
      { times: 3, errors: 0, differs: [] },
    ])
    expect(same.code).toBe(0)

    // With nothing put into the server: what the answers say is compared.
    const bare = await replay('--from', file, '--target', shop.origin, '--times', '2', '--json')
    expect(bare.err).toContain('nothing attached')
    expect(
      bare.out
        .trim()
        .split('\n')
        .map(line => JSON.parse(line)),
    ).toMatchObject([
      { times: 2, errors: 0, differs: [], callMs: { p50: null } },
      { times: 2, errors: 0, differs: [] },
    ])
    expect(bare.code).toBe(0)

    const [first = '', second = ''] = readFileSync(file, 'utf8').trim().split('\n')
    const before = JSON.parse(first)
    before.props.value.product.name = 'another'
    before.response.status = 201
    before.response.headers.push(['x-recorded', 'only then'])
    writeFileSync(file, `${JSON.stringify(before)}\n${second}\n`)
    const wire = await replay(before.id, '--from', file, '--target', shop.origin)
    expect(wire.out).toContain('props differ: product.name changed')
    expect(wire.out).toContain('status 200, recorded 201')
    expect(wire.out).toContain('header x-recorded: absent, recorded "only then"')
    expect(wire.code).toBe(1)
    const other = await replay(before.id, '--from', file)
    expect(other.out).toContain('props differ: product.name changed')
    expect(other.out).toContain('status 200, recorded 201')
    expect(other.code).toBe(1)
    before.response.status = 200
    writeFileSync(file, `${JSON.stringify(before)}\n`)
    expect((await replay('--from', file, '--ignore', 'product.name')).code).toBe(0)
  })
}

test('wrong usage ends with 2, what cannot be read with 1, and side effects want a yes', async ({ target, record }) => {
  const shop = await target({ name: 'shop', mode: 'dev' })
  const file = join(folder, 'cookie.ndjson')
  const recording = await record(shop.origin, '--out', file, '--count', '1')
  await ask(shop.origin, marked('/cases/set-cookie'), { headers: HEADERS })
  expect(await recording.child.exit).toBe(0)
  const asked = await replay('--from', file)
  expect(asked.err).toContain('--yes')
  expect(asked.err).toContain('visits')
  expect(asked.code).toBe(2)
  expect((await replay('--from', file, '--yes')).code).toBe(0)
  expect((await replay()).code).toBe(2)
  expect((await replay('01NONE', '--from', file)).code).toBe(2)
  expect((await replay('--from', join(folder, 'none'))).code).toBe(1)
})

test('record --format har: a whole HAR without secrets, which can be replayed', async ({ target, record }) => {
  const shop = await target({ name: 'shop', mode: 'start' })
  const file = join(folder, 'shop.har')
  const recording = await record(shop.origin, '--format', 'har', '--props', '--out', file, '--count', '2')
  const url = marked('/product/7')
  const answer = await ask(shop.origin, url, { headers: HEADERS })
  await ask(shop.origin, marked('/search?q=oak'), { headers: HEADERS })
  expect(await recording.child.exit).toBe(0)
  const text = readFileSync(file, 'utf8')
  expect(text).not.toContain('S3CR3T')
  // In the order in which they ended to be read.
  const { entries } = HarSchema.parse(JSON.parse(text)).log
  expect(entries).toHaveLength(2)
  const entry = entries.find(({ request }) => request.url === shop.origin + url)
  expect(entry).toMatchObject({
    request: {
      method: 'GET',
      url: shop.origin + url,
      cookies: [{ name: 'cart' }, { name: 'session', value: '[redacted]' }],
    },
    response: { status: 200, content: { size: answer.body.length, mimeType: 'text/html; charset=utf-8' } },
  })
  const again = await replay('--from', file, '--ignore', 'cartCount')
  expect(again.out).toContain('sent without cookie')
  expect(again.code).toBe(0)
})
