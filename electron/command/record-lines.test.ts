import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Exchange } from '../../shared/exchange.ts'
import { parseFilter } from '../../shared/filter/parse.ts'
import { exchangeId } from '../../shared/units.ts'
import { anExchange } from '../exchanges/an-exchange.ts'
import { HarSchema } from '../export/har.ts'
import { createRecordLines, reachedPage } from './record-lines.ts'

const LINES = { format: 'ndjson', secrets: false, version: '1.0' } as const

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'propscope-lines-'))
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true })
})
const page = (page: string | null) => ({ request: { ...anExchange().request, page } })

describe('what reached a page', () => {
  it.each<[Partial<Exchange>, boolean]>([
    [{ source: 'agent', kind: 'document', ...page('/a') }, true],
    [{ source: 'both', kind: 'data', ...page('/a') }, true],
    [{ source: 'agent', kind: 'document', ...page(null) }, false],
    [{ source: 'both', kind: 'data', ...page(null) }, false],
    [{ source: 'agent', kind: 'api', ...page('/api/a') }, false],
    // The wire alone: a redirect and a data answer name no page.
    [{ source: 'tap', kind: 'document', ...page(null) }, true],
    [{ source: 'tap', kind: 'data', ...page(null) }, true],
    [{ source: 'tap', kind: 'prefetch', ...page(null) }, true],
    [{ source: 'tap', kind: 'asset', ...page(null) }, false],
    [{ source: 'tap', kind: 'api', ...page(null) }, false],
    [{ source: 'tap', kind: 'other', ...page(null) }, false],
  ])('%j: %s', (changes, expected) => {
    expect(reachedPage(anExchange(changes))).toBe(expected)
  })

  it('does not count what the tap answered itself', () => {
    const wire = {
      connection: 1,
      ordinal: 0,
      protocol: 'HTTP/1.1',
      encrypted: false,
      sent: { head: 1, body: 0, framed: 0 },
      received: null,
      encoding: null,
      requestSentMs: 0,
      informational: [],
      trailers: null,
      abortedBy: null,
      answeredBy: 'tap',
      upgraded: false,
    } as const
    expect(reachedPage(anExchange({ source: 'tap', kind: 'document', wire }))).toBe(false)
  })
})

describe('the lines of a recording', () => {
  const lines = (text: string) =>
    text
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))

  it('hold the props where asked, and end with the count', async () => {
    const out = join(folder, 'a.ndjson')
    let full = 0
    const record = createRecordLines({ ...LINES, props: true, out, count: 2, where: null, onFull: () => (full += 1) })
    const withProps = anExchange({
      id: exchangeId('01A'),
      ...page('/a'),
      props: { bytes: 7, keys: [], lost: [], truncated: false },
    })
    record.body('01A', 'props', Buffer.from('{"a":1}'))
    record.body('01A', 'response', Buffer.from('<html>'))
    record.write(withProps)
    record.write(anExchange({ id: exchangeId('01B'), ...page(null) }))
    expect([record.written, full]).toEqual([1, 0])
    record.write(anExchange({ id: exchangeId('01C'), ...page('/c'), props: null }))
    record.write(anExchange({ id: exchangeId('01D'), ...page('/d') }))
    expect([record.written, full]).toEqual([2, 1])
    expect(await record.end()).toBe(0)
    const [first, second, ...rest] = lines(await readFile(out, 'utf8'))
    expect(first.props).toEqual({ bytes: 7, keys: [], lost: [], truncated: false, value: { a: 1 } })
    expect([second.id, second.props, rest]).toEqual(['01C', null, []])
  })

  it('leaves the props out where they are not asked for', async () => {
    const out = join(folder, 'a.ndjson')
    const record = createRecordLines({ ...LINES, props: false, out, count: null, where: null, onFull: () => {} })
    record.body('01A', 'props', Buffer.from('{"a":1}'))
    const props = { bytes: 7, keys: [], lost: [], truncated: false }
    record.write(anExchange({ id: exchangeId('01A'), ...page('/a'), props }))
    await record.end()
    expect(lines(await readFile(out, 'utf8'))[0].props).toEqual(props)
  })

  it('ends with 1 and says why where the file cannot be written', async () => {
    const said: string[] = []
    vi.spyOn(process.stderr, 'write').mockImplementation(text => said.push(String(text)) > 0)
    let full = () => {}
    const asked = new Promise<void>(resolve => {
      full = resolve
    })
    const record = createRecordLines({
      ...LINES,
      props: false,
      out: join(folder, 'no', 'folder'),
      count: null,
      where: null,
      onFull: full,
    })
    await asked
    record.write(anExchange(page('/a')))
    expect([await record.end(), record.written]).toEqual([1, 0])
    expect(said.join('')).toContain('Choose another file with --out')
  })

  it('are those that the filter lets through, props and all', async () => {
    const out = join(folder, 'where.ndjson')
    const where = parseFilter('prop:user.role=admin -is:slow')
    const record = createRecordLines({ ...LINES, props: false, out, count: null, where, onFull: () => {} })
    const put = (id: string, role: string | null) => {
      if (role !== null) record.body(exchangeId(id), 'props', Buffer.from(JSON.stringify({ user: { role } })))
      record.write(anExchange({ id }))
    }
    put('a', 'admin')
    put('b', 'guest')
    put('c', null)
    expect(await record.end()).toBe(0)
    expect(lines(await readFile(out, 'utf8')).map(line => line.id)).toEqual(['a'])
  })
})

it('writes one HAR, whole also where nothing came', async () => {
  const out = join(folder, 'out.har')
  const write = async (...exchanges: Exchange[]) => {
    const lines = createRecordLines({
      ...LINES,
      format: 'har',
      props: true,
      out,
      count: null,
      where: null,
      onFull: () => {},
    })
    for (const exchange of exchanges) {
      lines.body(exchange.id, 'props', Buffer.from('{"a":1,"token":"S3CR3T"}'))
      lines.body(exchange.id, 'response', Buffer.from('S3CR3T'))
      lines.write(exchange)
    }
    expect(await lines.end()).toBe(0)
    return readFile(out, 'utf8')
  }
  expect(HarSchema.parse(JSON.parse(await write())).log.entries).toEqual([])
  const text = await write(anExchange(), anExchange({ id: exchangeId('01JD8000000000000000000001') }))
  expect(text).not.toContain('S3CR3T')
  expect(HarSchema.parse(JSON.parse(text)).log.entries).toHaveLength(2)
})
