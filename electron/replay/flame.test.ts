import { expect, it } from 'vitest'
import { flameOf, totalsOf } from './flame.ts'

/**
 * A profile drawn as text: one line a sample, its stack from the outside in, as long as it says in µs. `-` is nothing, `gc` the collector.
 */
function profileOf(text: string) {
  const nodes = [{ id: 1, callFrame: frame('(root)'), children: [] as number[] }]
  const ids = new Map<string, number>([['', 1]])
  const idOf = (path: readonly string[]): number => {
    const key = path.join('>')
    const known = ids.get(key)
    if (known !== undefined) return known
    const parent = idOf(path.slice(0, -1))
    const id = nodes.length + 1
    nodes.push({ id, callFrame: frame(path.at(-1) ?? ''), children: [] })
    nodes[parent - 1]?.children.push(id)
    ids.set(key, id)
    return id
  }
  const samples: number[] = []
  const timeDeltas: number[] = []
  let last = 0
  let at = 1000
  for (const line of text.trim().split('\n')) {
    const [us = '0', ...stack] = line.trim().split(/\s+/)
    samples.push(idOf(stack[0] === '-' ? ['(idle)'] : stack[0] === 'gc' ? ['(garbage collector)'] : stack))
    timeDeltas.push(last)
    last = Number(us)
    at += last
  }
  return { nodes, samples, timeDeltas, startTime: 1000, endTime: at }
}
const frame = (functionName: string) => ({
  functionName,
  url: `/shop/${functionName}.ts`,
  lineNumber: 4,
  columnNumber: 0,
})
const drawn = (text: string, from = 0, to = 1e9) => {
  const { stretches, places } = flameOf(profileOf(text), from, to)
  return stretches.map(
    ({ node, depth, startUs, endUs }) => `${depth} ${places.get(node)?.name} ${startUs - 1000}-${endUs - 1000}`,
  )
}

it('joins what goes on, and ends what does not', () => {
  expect(
    drawn(`
      100 handle call
      100 handle call parse
      50  gc
      100 handle call parse
      200 -
      100 handle render`),
  ).toEqual(['0 handle 0-350', '1 call 0-350', '2 parse 100-350', '0 handle 550-650', '1 render 550-650'])
})

it('shows only what lies between two moments', () => {
  expect(drawn('100 a\n100 a b\n100 a', 1050, 1150)).toEqual(['0 a 50-150', '1 b 100-150'])
  expect(flameOf(profileOf('100 a\n300 -\n40 gc'), 1050, 1420)).toMatchObject({ idleUs: 300, engineUs: 20 })
})

it('says where a function is, and survives a profile that goes in circles', () => {
  const { places } = flameOf(profileOf('10 a'), 0, 1e9)
  expect([...places.values()]).toEqual([{ name: 'a', file: '/shop/a.ts', line: 5, column: 1 }])
  const profile = profileOf('10 a b')
  profile.nodes[2]?.children.push(2)
  expect(flameOf(profile, 0, 1e9).stretches.length).toBeGreaterThan(0)
})

it('adds up a function alone and with what it called, recursion once', () => {
  const bar = (name: string, depth: number, startMs: number, durationMs: number) => ({
    name,
    place: null,
    own: true,
    depth,
    startMs,
    durationMs,
  })
  const bars = [bar('a', 0, 0, 10), bar('b', 1, 2, 6), bar('a', 2, 3, 4), bar('b', 0, 20, 1)]
  expect(totalsOf(bars).map(({ name, selfMs, totalMs }) => [name, selfMs, totalMs])).toEqual([
    ['a', 8, 10],
    ['b', 3, 7],
  ])
})
