import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aTree, aTreeOf } from '../a-tree.ts'
import { now } from '../job.ts'
import type { JsonTree } from '../json-index.ts'
import { keyOf, pathOf, previewOf } from '../text.ts'
import { kindOf } from '../tree.ts'
import { createHits, HITS_AT_MOST } from './hits.ts'
import { literal, readQuery } from './query.ts'
import { type PatternRunner, search } from './search.ts'
import { searchText } from './search-text.ts'
import { matchBatch } from './values.ts'

const runner: PatternRunner = {
  run: async ({ source, flags }, batch) => matchBatch(batch, new RegExp(source, flags)),
}

async function find(tree: JsonTree, box: string, matchCase = false): Promise<string[]> {
  const read = readQuery(box, matchCase)
  if (!read.ok) throw new Error(read.why)
  const hits = createHits()
  await search(tree, read.query, hits, {
    runner,
    pause: async () => undefined,
    clock: () => performance.now(),
    stopped: () => false,
    onHits: () => undefined,
  })
  return Array.from({ length: hits.kept }, (_, n) => `${hits.isKey(n) ? 'key ' : ''}${pathOf(tree, hits.nodeOf(n))}`)
}

/** Some characters written as escapes that need not be, as others than `JSON.stringify` do. */
const withEscapes = (json: string) =>
  json.replace(/"(?:[^"\\]|\\.)*"/gu, string =>
    string.replace(/\\.|[/aÉ<]/gu, one => {
      if (one.length > 1) return one
      return one === '/' ? '\\/' : `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`
    }),
  )

describe('search', () => {
  const tree = aTreeOf({
    items: [
      { id: 1, price: 24.9, name: 'Desk lamp', mail: 'mira@example.com' },
      { id: 2, price: 9, name: 'ÉTAGÈRE "lampe"', 'lamp key': null },
    ],
    'a.b': { price: true },
  })

  it.each([
    ['lamp', ['items[0].name', 'items[1].name', 'key items[1]["lamp key"]']],
    ['étagère', ['items[1].name']],
    ['"lampe"', ['items[1].name']],
    ['24.9', ['items[0].price']],
    ['true', ['a.b'].map(() => '["a.b"].price')],
    ['price":', []],
    [',"name', []],
    ['/^[^@\\s]+@[^@\\s]+$/', ['items[0].mail']],
    ['/^\\d+$/', ['items[0].id', 'items[1].id', 'items[1].price']],
    ['path:items[*].price', ['items[0].price', 'items[1].price']],
    ['path:*.price', ['items[0].price', 'items[1].price', '["a.b"].price']],
    ['path:["a.b"]', ['["a.b"]']],
    ['path:items[*].* lamp', ['items[0].name', 'items[1].name']],
    ['path:items[*].* /^9$/', ['items[1].price']],
  ])('%s', async (box, found) => {
    expect(await find(tree, box)).toEqual(found)
  })

  it('minds the case where asked to', async () => {
    expect(await find(tree, 'lamp', true)).toEqual(['items[0].name', 'items[1].name', 'key items[1]["lamp key"]'])
    expect(await find(tree, 'Lamp', true)).toEqual([])
  })

  it('says what it does not understand', () => {
    expect(readQuery('/(/', false)).toMatchObject({ ok: false, why: expect.stringContaining('regular expression') })
    expect(readQuery('path:a..b', false)).toMatchObject({ ok: false, why: expect.stringContaining('path') })
    expect(readQuery('  ', false)).toMatchObject({ ok: false })
  })

  it('finds what is written in escapes, and over the border of two chunks', async () => {
    expect(await find(aTree('{"a":"\\u003cb\\u003e","c":"<b>"}'), '<b>')).toEqual(['a', 'c'])
    const long = aTreeOf({ pad: 'x'.repeat(512 * 1024 - 12), word: 'needle', after: ['é'.repeat(300_000), 'needles'] })
    expect(await find(long, 'needle')).toEqual(['word', 'after[1]'])
    const escapes = aTreeOf({ one: `${'\n'.repeat(3_000_000)}needle` })
    expect(await find(escapes, 'needle')).toEqual(['one'])
  })

  it('finds the same keys and values as a look at each one', () => {
    const texts = fc.oneof(
      fc.string({ maxLength: 3 }),
      fc.constantFrom(
        'a',
        'É',
        '😀',
        '/',
        'n',
        'a\na',
        '\\u',
        '"',
        '\\',
        'ab',
        '1',
        ':',
        ',',
        '\ud800',
        '<',
        '\n',
        'nul',
      ),
    )
    const value = fc.letrec(tie => ({
      value: fc.oneof(
        { depthSize: 'small' },
        texts,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(texts, tie('value'), { maxKeys: 4 }),
      ),
    })).value
    fc.assert(
      fc.property(value, texts, fc.boolean(), fc.constantFrom(undefined, 1), (one, text, matchCase, indent) => {
        fc.pre(text !== '' && !/\p{Surrogate}/u.test(text))
        const tree = aTree(withEscapes(JSON.stringify(one, null, indent)))
        const hits = createHits()
        now(searchText(tree, { kind: 'text', text, matchCase }, hits))
        const found = Array.from({ length: hits.kept }, (_, n) => [hits.nodeOf(n), hits.isKey(n)])
        const wanted: [number, boolean][] = []
        const fits = (shown: string) => {
          const pattern = literal({ kind: 'text', text, matchCase })
          return pattern.test(shown)
        }
        for (let node = 0; node < tree.index.count; node++) {
          const key = keyOf(tree, node, 1e9)
          if (key && fits(key.text)) wanted.push([node, true])
          const kind = kindOf(tree, node)
          if (kind !== 'object' && kind !== 'array' && fits(previewOf(tree, node, 1e9).text)) wanted.push([node, false])
        }
        expect(found).toEqual(wanted)
      }),
      { numRuns: 2_000 },
    )
  })

  it('counts more hits than it keeps', () => {
    const hits = createHits()
    now(searchText(aTreeOf(Array(HITS_AT_MOST + 5).fill('x')), { kind: 'text', text: 'x', matchCase: true }, hits))
    expect([hits.count, hits.kept]).toEqual([HITS_AT_MOST + 5, HITS_AT_MOST])
    expect([hits.from(0), hits.from(50), hits.from(1e9)]).toEqual([0, 49, -1])
  })
})
