import { afterEach, describe, expect, it } from 'vitest'
import { chordOf, chordParts } from './chord.ts'
import { activeCommands, type Command, commandFor, registerCommands, useRegistry } from './registry.ts'

const pressed = (key: string, held: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})
const aCommand = (id: string, keys: readonly string[] = []): Command => ({
  id,
  group: 'View',
  title: id,
  keys,
  run: () => undefined,
})

describe('chords', () => {
  it('are named by what is pressed, on a Mac and elsewhere', () => {
    expect(chordOf(pressed('j'), false)).toBe('j')
    expect(chordOf(pressed('?', { shiftKey: true }), false)).toBe('?')
    expect(chordOf(pressed('ArrowDown', { shiftKey: true }), false)).toBe('Shift+ArrowDown')
    expect(chordOf(pressed('K', { ctrlKey: true }), false)).toBe('Mod+k')
    expect(chordOf(pressed('k', { metaKey: true }), true)).toBe('Mod+k')
    expect(chordOf(pressed('k', { ctrlKey: true }), true)).toBeNull()
    expect(chordOf(pressed('k', { altKey: true }), false)).toBeNull()
  })

  it('are shown as the keys are labelled', () => {
    expect(chordParts('Mod+k', true)).toEqual(['⌘', 'K'])
    expect(chordParts('Mod+k', false)).toEqual(['Ctrl', 'K'])
    expect([chordParts('j', false), chordParts('ArrowDown', false)]).toEqual([['j'], ['↓']])
  })
})

describe('the registry', () => {
  afterEach(() => useRegistry.setState({ commands: [] }))

  it('has the last of one id in front, until it is taken out', () => {
    registerCommands([aCommand('a', ['r']), aCommand('b', ['d'])])
    const again = aCommand('a', ['r'])
    const takeOut = registerCommands([again])
    expect(commandFor('r')).toBe(again)
    expect(activeCommands(useRegistry.getState().commands)).toHaveLength(2)
    takeOut()
    expect([commandFor('r')?.id, commandFor('r') === again]).toEqual(['a', false])
    expect(commandFor('x')).toBeNull()
  })
})
