import { expect, it } from 'vitest'
import { actionFor } from './key-actions.ts'

it('knows its keys and leaves the others alone', () => {
  expect(['j', 'ArrowDown', 'k', 'ArrowUp'].map(actionFor)).toEqual([
    { kind: 'move', by: 1 },
    { kind: 'move', by: 1 },
    { kind: 'move', by: -1 },
    { kind: 'move', by: -1 },
  ])
  expect(['Enter', 'Escape', '/', 't', '?'].map(key => actionFor(key)?.kind)).toEqual([
    'open',
    'close',
    'filter',
    'tap',
    'help',
  ])
  expect(['a', ' ', 'Tab', 'PageDown', 'J'].map(actionFor)).toEqual([null, null, null, null, null])
})
