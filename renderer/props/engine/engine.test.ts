import { describe, expect, it } from 'vitest'
import { createEngine } from './engine.ts'
import type { Action, EngineApi, Found, RowView } from './protocol.ts'

const ALL = { from: 0, to: 2_000 }

function open(text: string, secrets: Parameters<EngineApi['index']>[0] = []) {
  const found: Found[] = []
  const engine = createEngine({ found: one => found.push(one), progress: () => undefined })
  const bytes = new TextEncoder().encode(text)
  engine.append(bytes, bytes.length)
  const loaded = engine.index(secrets)
  const rows = (action: Action = { kind: 'look' }) => engine.act(action, ALL)
  return { engine, loaded, rows, found }
}
const words = ({ key, element, text }: RowView) => `${key?.text ?? element ?? ''}=${text}`
const openText = (value: unknown) => open(JSON.stringify(value))

describe('the engine', () => {
  it('puts pieces together, and shows rows with their sizes', () => {
    const engine = createEngine({ found: () => undefined, progress: () => undefined })
    const bytes = new TextEncoder().encode('{"a":[1,2],"b":"x"}')
    for (let at = 0; at < bytes.length; at += 5) engine.append(bytes.slice(at, at + 5), bytes.length)
    const loaded = engine.index([])
    expect(loaded).toMatchObject({ ok: true, facts: { bytes: 19, values: 5, kind: 'object', children: 2 } })
    // What comes with the index is what is asked for without it.
    expect(loaded.ok && loaded.first).toEqual(engine.act({ kind: 'look' }, ALL))
    const { rows } = engine.act({ kind: 'open-all' }, ALL)
    expect(rows.map(row => [row.key?.text ?? row.element, row.bytes, row.depth])).toEqual([
      ['a', 5, 0],
      [0, 1, 1],
      [1, 1, 1],
      ['b', 3, 0],
    ])
  })

  it('marks what the render did not read, and says it once for all that is in it', () => {
    const { engine, rows } = openText({ a: 1, b: { c: [1, 2] }, d: { e: 1, f: 2 } })
    expect(engine.knowReads('(10(1t))')).toBe(true)
    const marks = () =>
      rows({ kind: 'open-all' }).rows.map(
        row => `${words(row).split('=')[0]} ${row.reads?.state}${row.reads?.first ? ' first' : ''}`,
      )
    expect(marks()).toEqual([
      'a undefined',
      'b unread first',
      'c unread',
      '0 unread',
      '1 unread',
      'd undefined',
      'e undefined',
      'f looked-at first',
    ])
    expect(engine.knowReads('(1(0)(10))')).toBe(true)
    expect(rows({ kind: 'close-all' }).rows.map(row => [row.reads?.state, row.reads?.bytes])).toEqual([
      [undefined, undefined],
      ['partly', 5],
      ['partly', 1],
    ])
    expect(engine.knowReads('(1')).toBe(false)
    expect(engine.knowReads(null)).toBe(true)
    expect(rows().rows.every(row => row.reads === null)).toBe(true)
  })

  it('says where a text breaks, and what stands there', () => {
    const { loaded } = open('{"a":1,"b":tru}')
    expect(loaded).toMatchObject({ ok: false, fault: { at: 14 }, bytes: 15, around: '{"a":1,"b":tru}' })
  })

  it('shows hostile values as they are written', () => {
    const { rows } = open('{"__proto__":1,"a":9007199254740993,"a":1e999,"":"\\ud800","h":"<b>\\u0000"}')
    expect(rows({ kind: 'open-all' }).rows.map(words)).toEqual([
      '__proto__=1',
      'a=9007199254740993',
      'a=1e999',
      '=\ud800',
      'h=<b>\u0000',
    ])
  })

  it('takes a million keys in one object, 10,000 levels, and opens no more than a browser scrolls', () => {
    const wide = open(`{${Array.from({ length: 1_000_000 }, (_, n) => `"k${n}":${n}`).join()}}`)
    const { state, rows } = wide.rows({ kind: 'open-all' })
    expect(rows[0]?.group).toEqual({ first: 0, last: 9_999 })
    expect(state.rows).toBeLessThanOrEqual(1_020_000)
    const deep = open(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`)
    expect(deep.rows({ kind: 'open-all' }).state.rows).toBe(10_000)
    const end = deep.rows({ kind: 'key', key: 'End', page: 10 }).state
    expect(deep.engine.value(end.node, 100).path).toHaveLength(2 * 10_000 - 1)
  })

  it('goes by keys and typing, and keeps the active line when the order changes', () => {
    const { rows } = openText({ small: 1, list: [3, 1, 2], large: 'x'.repeat(50) })
    rows({ kind: 'close-all' })
    expect(rows({ kind: 'type', text: 'li' }).state.active).toBe(1)
    expect(rows({ kind: 'key', key: 'ArrowRight', page: 5 }).state.rows).toBe(6)
    const { state, rows: lines } = rows({ kind: 'order', order: 'size' })
    expect(lines[state.active]?.key?.text).toBe('list')
    expect(rows({ kind: 'reveal-path', path: 'list[2]' }).rows.find(row => row.element === 2)?.text).toBe('2')
  })

  it('finds, goes to hits and marks them', async () => {
    const { engine, rows } = openText({ a: 'lamp', list: Array.from({ length: 300 }, (_, n) => `lamp ${n}`) })
    const end = await engine.find('lamp', false)
    expect(end).toMatchObject({ ok: true, count: 301, end: 'whole' })
    const frame = engine.goToHit(250, ALL)
    const row = frame.rows.find(one => one.at === frame.state.active)
    expect(row).toMatchObject({ element: 249, marks: { key: null, value: [[0, 4]] } })
    await engine.find('path:list[7]', false)
    expect(engine.goToHit(-1, ALL).rows.find(one => one.element === 7)?.marks).toEqual({ key: null, value: [] })
    expect(rows().state.active).toBeGreaterThan(0)
  })

  it('hides secrets until they are shown, those it is told of and those it knows by their look', () => {
    const { engine, rows, loaded } = open(
      JSON.stringify({ pass: 'hunter2', key: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.c2VjcmV0', n: 1 }),
      [{ path: 'pass', name: 'SHOP_PASSWORD' }],
    )
    expect(JSON.stringify(loaded)).not.toMatch(/hunter2|eyJ/)
    const shown = () => rows().rows.map(row => [row.secret, row.text.includes('•')])
    expect(shown()).toEqual([
      ['SHOP_PASSWORD', true],
      ['a JWT', true],
      [null, false],
    ])
    expect(engine.value(1, 100)).toMatchObject({ secret: 'SHOP_PASSWORD', text: '••••••••' })
    engine.reveal(1)
    expect(shown()[0]).toEqual([null, false])
    engine.reveal(null)
    expect(shown()[1]).toEqual([null, false])
  })

  it('hides them in the lists and in a comparison too', async () => {
    const secret = 'hunter2 hunter2 hunter2 hunter2'
    const { engine } = open(JSON.stringify({ pass: secret, copies: [secret, secret] }), [
      { path: 'pass', name: 'PASS' },
    ])
    const weights = await engine.weigh()
    expect(weights?.repeated[0]).toMatchObject({ text: '••••••••', count: 3 })
    expect(weights?.largest.find(({ path }) => path === 'pass')?.text).toBe('••••••••')
    const other = new TextEncoder().encode('{"pass":"another one","gone":"swordfish","copies":[]}')
    engine.appendOther(other, other.length)
    const compared = JSON.stringify(await engine.compare(['copies.**'], [{ path: 'gone', name: 'GONE' }]))
    expect(compared).toContain('"path":"pass"')
    expect(compared).not.toMatch(/hunter2|another one|swordfish/)
  })

  it('copies a path, a text, JSON as it is written and a type', () => {
    const { engine } = open('{"list":[{"id":12345678901234567890,"name":"a\\nb"}]}')
    expect(engine.copy(3, 'path')).toEqual({ ok: true, text: 'list[0].id' })
    expect(engine.copy(3, 'text')).toEqual({ ok: true, text: '12345678901234567890' })
    expect(engine.copy(4, 'text')).toEqual({ ok: true, text: 'a\nb' })
    expect(engine.copy(4, 'json')).toEqual({ ok: true, text: '"a\\nb"' })
    expect(engine.copy(0, 'type')).toMatchObject({ ok: true, text: expect.stringContaining('list: List') })
  })

  it('compares with another payload, and says what is no path', async () => {
    const { engine } = openText({ a: 1, b: 2 })
    const other = new TextEncoder().encode('{"a":1,"b":3,"c":4}')
    engine.appendOther(other.slice(0, 4), other.length)
    engine.appendOther(other.slice(4), other.length)
    expect(await engine.compare([], [])).toMatchObject({ ok: true, comparison: { counts: { changed: 1, removed: 1 } } })
    expect(await engine.compare(['b', 'c'], [])).toMatchObject({
      ok: true,
      comparison: { differences: [], ignored: 2 },
    })
    expect(await engine.compare(['b..c'], [])).toMatchObject({ ok: false, why: expect.stringContaining('b..c') })
  })
})
