import { expect, it } from 'vitest'
import { inDev, inStart } from './lost-words.ts'

it.each([
  ['Date', 'string', 'refuses it: 500', 'text'],
  ['undefined', 'absent', 'refuses it: 500', 'leaves it out'],
  ['Map', '{}', 'refuses it: 500', 'an empty object: all of it is lost'],
  ['NaN', 'null', 'lets it pass', 'null'],
  ['-0', '0', 'lets it pass', '0'],
  ['BigInt', 'error', 'refuses it: 500', 'fails: 500 (JSON has no such value)'],
  ['circular', 'error', 'refuses it: 500', 'fails: 500 (a circle is no JSON)'],
])('says what becomes of %s', (type, becomes, dev, start) => {
  expect([inDev(type), inStart(type, becomes)]).toEqual([dev, start])
})
