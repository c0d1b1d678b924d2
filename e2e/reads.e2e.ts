import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HarSchema } from '../electron/export/har.ts'
import { type PropsReading, RecordedReadsSchema } from '../shared/props-reading.ts'
import { marked } from './harness/page-truth.ts'
import { propscope } from './harness/propscope.ts'
import { ask } from './harness/requests.ts'
import { expect, test } from './harness/test.ts'

/**
 * What pages/reads.jsx of the cases does with its props while the server renders it: the truth that what is told is held against. Bytes are those of the JSON with key and comma.
 */
const NEVER_READ = {
  unused: ['unread', 1],
  'items[*].secret': ['unread', 3],
  'items[*].tags': ['unread', 3],
  'first.secret': ['unread', 1],
  'first.tags': ['unread', 1],
  counted: ['looked-at', 1],
  listed: ['looked-at', 1],
  'spread.right': ['unread', 1],
  'user.email': ['unread', 1],
  'user.address': ['looked-at', 1],
  'frozen.inside': ['unread', 1],
  later: ['looked-at', 1],
  present: ['looked-at', 1],
} as const

let folder: string
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'propscope-reads-'))
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function replay(...args: string[]) {
  const child = propscope(['replay', ...args])
  const code = await child.exit
  return { code, out: child.stdout, err: child.stderr }
}
/** `next dev` with webpack stamps the addresses of its scripts. */
const unstamped = (html: string) => html.replace(/\?ts=\d+/g, '')
const told = (reading: PropsReading) =>
  Object.fromEntries(reading.paths.map(({ path, state, count }) => [path, [state, count]]))

const SERVERS = [
  ['next14', 'start'],
  ['next15', 'dev'],
  ['next16', 'dev'],
  ['next16', 'start'],
] as const

for (const [name, mode] of SERVERS) {
  test(`${name} ${mode}: a replay tells which props the render never read, and changes no byte`, async ({
    target,
    record,
  }) => {
    const server = await target({ name, mode })
    const file = join(folder, `${name}-${mode}.ndjson`)
    const recording = await record(server.origin, '--props', '--out', file, '--count', '3')
    const url = marked('/reads')
    await ask(server.origin, marked('/reads'))
    const plain = await ask(server.origin, url)
    await ask(server.origin, marked('/reads?as=notFound'))
    expect(await recording.child.exit).toBe(0)
    const lines: { id: string; request: { url: string }; outcome: string; props: { bytes: number } }[] = readFileSync(
      file,
      'utf8',
    )
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    const page = lines.find(line => line.request.url === url)
    const notFound = lines.find(line => line.outcome === 'notFound')

    // Another Propscope at the same server sees the bytes of the answer.
    const har = join(folder, `${name}-${mode}.har`)
    const watching = await record(server.origin, '--format', 'har', '--secrets', '--out', har, '--count', '1')
    const one = await replay(page?.id ?? '', '--from', file, '--reads', '--json')
    expect(one.err).toContain('replaying to')
    expect(await watching.child.exit).toBe(0)
    const [entry] = HarSchema.parse(JSON.parse(readFileSync(har, 'utf8'))).log.entries
    expect(unstamped(entry?.response.content.text ?? '')).toBe(unstamped(plain.body.toString()))

    const line = JSON.parse(one.out)
    expect(line.differs).toEqual([])
    const { reading, why } = RecordedReadsSchema.parse(line.reads)
    expect(why).toBeNull()
    expect(told(reading as PropsReading)).toEqual(NEVER_READ)
    expect(reading).toMatchObject({ bytes: page?.props.bytes, notWatchedBytes: 0, unknownBytes: 0, pathsLeftOut: 0 })
    expect(reading?.whole.map(({ path, by }) => `${path} ${by}`)).toEqual([
      'whole JSON.stringify',
      'cloned structuredClone',
    ])
    if (mode === 'dev') expect(reading?.whole[0]?.place?.file).toContain('pages/reads.jsx')

    const none = await replay(notFound?.id ?? '', '--from', file, '--reads')
    expect(none.out).toContain('The call said notFound')
    // Nothing of it is left: the server answers as before.
    expect(unstamped((await ask(server.origin, url)).body.toString())).toBe(unstamped(plain.body.toString()))
    if (name !== 'next15') return
    const table = await replay(page?.id ?? '', '--from', file, '--reads')
    expect(table.out).toMatch(/never read while the server rendered this request: .* of props/)
    expect(table.out).toContain('it may not be removable')
    expect(table.out).toMatch(/items\[\*\]\.secret\s+3 of 3/)
    expect(table.code).toBe(0)
  })
}
