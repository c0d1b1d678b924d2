import { expect, it } from 'vitest'
import type { Frame } from '../../../shared/exchange.ts'
import { causeChain, groupFrames, placeOf, type SeenError, shownFile } from './frames.ts'

const frame = (own: boolean, line: number): Frame => ({ function: 'f', file: 'pages/a.tsx', line, column: 3, own })

it('folds runs of frames that are not own', () => {
  const groups = groupFrames([frame(true, 1), frame(false, 2), frame(false, 3), frame(true, 4), frame(false, 5)])
  expect(groups.map(group => (group.kind === 'own' ? group.frame.line : group.frames.map(({ line }) => line)))).toEqual(
    [1, [2, 3], 4, [5]],
  )
  expect(groupFrames([])).toEqual([])
})

it('names a place as far as it is known', () => {
  expect(placeOf(frame(true, 7))).toBe('pages/a.tsx:7:3')
  expect(placeOf({ file: 'a', line: 7, column: null })).toBe('a:7')
  expect(placeOf({ file: 'a', line: null, column: null })).toBe('a')
})

it('follows causes, to an end', () => {
  const chain = (length: number): SeenError => ({
    name: 'Error',
    message: String(length),
    code: null,
    stack: null,
    frames: [],
    cause: length > 1 ? chain(length - 1) : null,
  })
  expect(causeChain(chain(3)).errors.map(({ message }) => message)).toEqual(['3', '2', '1'])
  expect(causeChain(chain(3)).more).toBe(false)
  expect(causeChain(chain(50)).errors).toHaveLength(20)
  expect(causeChain(chain(50)).more).toBe(true)
})

it('shows files within the project without its folder', () => {
  expect(shownFile('/home/mira/shop/pages/a.tsx', '/home/mira/shop')).toBe('pages/a.tsx')
  expect(shownFile('file:///home/mira/shop/pages/a.tsx', '/home/mira/shop/')).toBe('pages/a.tsx')
  expect(shownFile('/home/mira/shop2/a.tsx', '/home/mira/shop')).toBe('/home/mira/shop2/a.tsx')
  expect(shownFile('C:\\shop\\a.tsx', 'C:\\shop')).toBe('a.tsx')
  expect(shownFile('node:internal/x', null)).toBe('node:internal/x')
})
