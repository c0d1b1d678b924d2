import { describe, expect, it } from 'vitest'
import { parseFilter } from '../../shared/filter/parse.ts'
import { parseCommandLine } from './parse.ts'

function parse(line: string) {
  const said = { out: '', err: '' }
  const parsed = parseCommandLine(line === '' ? [] : line.split(' '), '1.2.3', {
    out: text => {
      said.out += text
    },
    err: text => {
      said.err += text
    },
  })
  return { parsed, ...said }
}

const open = {
  kind: 'open',
  browser: false,
  port: null,
  open: true,
  attach: null,
  tap: null,
  target: null,
  launch: null,
}
const record = {
  kind: 'record',
  attach: '3000',
  target: null,
  tap: null,
  format: 'ndjson',
  secrets: false,
  props: false,
  everyBody: false,
  out: null,
  forMs: null,
  count: null,
  where: null,
  budget: null,
}

const replay = {
  kind: 'replay',
  id: null,
  from: 'a.ndjson',
  attach: null,
  target: null,
  reads: false,
  times: 1,
  concurrency: 1,
  ignore: [],
  yes: false,
  json: false,
}

describe('the command line', () => {
  it.each([
    ['', open],
    ['--browser', { ...open, browser: true }],
    [
      '--browser --port 8080 --no-open --attach 3000',
      { ...open, browser: true, port: 8080, open: false, attach: '3000' },
    ],
    ['--attach http://localhost:3000', { ...open, attach: 'http://localhost:3000' }],
    ['--attach=ws://127.0.0.1:9229/abc', { ...open, attach: 'ws://127.0.0.1:9229/abc' }],
    ['--attach 3000 --tap 4000', { ...open, attach: '3000', tap: 4000 }],
    ['--tap 4000 --target http://localhost:3000', { ...open, tap: 4000, target: 'http://localhost:3000' }],
    ['--tap 4000 -- next dev', { ...open, tap: 4000, launch: { command: 'next', args: ['dev'] } }],
    ['-- next dev --port 3001', { ...open, launch: { command: 'next', args: ['dev', '--port', '3001'] } }],
    ['-- record --attach 1', { ...open, launch: { command: 'record', args: ['--attach', '1'] } }],
    [
      '--browser -- npm run dev -- -p 1',
      { ...open, browser: true, launch: { command: 'npm', args: ['run', 'dev', '--', '-p', '1'] } },
    ],
    ['servers', { kind: 'servers', json: false }],
    ['servers --json', { kind: 'servers', json: true }],
    ['record --attach 3000', record],
    [
      'record --attach 3000 --props --out a.ndjson --for 10s --count 5 --format har',
      { ...record, props: true, out: 'a.ndjson', forMs: 10_000, count: 5, format: 'har' },
    ],
    [
      'record --target http://localhost:3000 --tap 4000',
      { ...record, attach: null, target: 'http://localhost:3000', tap: 4000 },
    ],
    ['record --attach 3000 --tap 4000 --for 500ms', { ...record, tap: 4000, forMs: 500 }],
    ['record --attach 3000 --where ms>200', { ...record, where: parseFilter('ms>200') }],
    ['record --attach 3000 --every-body', { ...record, everyBody: true }],
    ['record --attach 3000 --budget', { ...record, budget: { file: null } }],
    ['record --attach 3000 --budget ci.json', { ...record, budget: { file: 'ci.json' } }],
    ['record --attach 3000 --for 1.5m', { ...record, forMs: 90_000 }],
    ['record --attach 3000 --format har --secrets', { ...record, format: 'har', secrets: true }],
    ['replay --from a.ndjson', replay],
    [
      'replay 01J --from a.har --attach 3000 --times 20 --concurrency 4 --ignore *.at --ignore list[*].now --yes --json',
      {
        ...replay,
        id: '01J',
        from: 'a.har',
        attach: '3000',
        times: 20,
        concurrency: 4,
        ignore: ['*.at', 'list[*].now'],
        yes: true,
        json: true,
      },
    ],
  ])('propscope %s', (line, call) => {
    expect(parse(line)).toEqual({ parsed: { kind: 'call', call }, out: '', err: '' })
  })

  it.each([
    ['--nonsense', '--nonsense'],
    ['open', 'too many arguments'],
    ['--attach', '--attach'],
    ['--port x', 'whole number'],
    ['--port 65536', 'whole number'],
    ['--port -1', '-1'],
    ['--', 'missing after --'],
    ['--attach 1 -- next dev', 'exclude each other'],
    ['--tap 4000', '--tap needs to know its server: --attach TARGET, --target URL, or a command after --'],
    ['--tap x --attach 1', 'whole number'],
    ['--target http://localhost:3000', '--tap PORT'],
    ['--target http://a --attach 1 --tap 4000', 'exclude each other'],
    ['--target http://a --tap 4000 -- next dev', '--target and a command exclude each other'],
    ['servers more', 'too many arguments'],
    ['servers -- next dev', 'takes no command'],
    ['record', '--attach TARGET or --target URL'],
    ['record --attach 1 --target http://a', '--attach TARGET or --target URL'],
    ['record --target http://a', '--tap PORT'],
    ['record --attach 1 --tap 0', 'whole number'],
    ['record --attach 1 --format xml', 'har'],
    ['record --attach 1 --for 10', '10s'],
    ['record --attach 1 --for 0s', '10s'],
    ['record --attach 1 --for 999h', '10s'],
    ['record --attach 1 --count 0', 'whole number'],
    ['record --attach 1 --count 1.5', 'whole number'],
    [
      'record --attach 1 --where stauts:500',
      '\n  stauts:500\n  ^^^^^^\nThere is no field “stauts”; did you mean “status”?',
    ],
    ['record --attach 1 --where ms>', 'A value is missing'],
    ['record --attach 1 --secrets', '--format har'],
    ['replay', '--from'],
    ['replay 01J', '--from'],
    ['replay --from a --times 1001', 'whole number'],
    ['replay --from a --attach 3000 --target http://localhost:3000', 'exclude each other'],
    ['replay --from a --target http://localhost:3000 --reads', 'needs to attach'],
    ['replay --from a --times 2 --reads', 'sends each request once'],
    ['replay --from a --concurrency 17', 'whole number'],
    ['replay --from a --ignore a[', '--ignore'],
  ])('propscope %s is wrong usage, and says why', (line, why) => {
    const { parsed, err, out } = parse(line)
    expect(parsed).toEqual({ kind: 'exit', code: 2 })
    expect(err).toContain(why)
    expect(out).toBe('')
  })

  it.each(['--help', 'record --help', 'replay --help', '--version', 'help'])('propscope %s answers on stdout', line => {
    const { parsed, err, out } = parse(line)
    expect(parsed).toEqual({ kind: 'exit', code: 0 })
    expect(out).toMatch(/propscope|1\.2\.3/)
    expect(err).toBe('')
  })
})
