import { expect, it } from 'vitest'
import { safeBlock, safeText, shorten } from './safe-text.ts'

it('shows what would hide or turn text around', () => {
  expect(safeText('/a\u202Egpj.exe')).toBe('/a⟨U+202E⟩gpj.exe')
  expect(safeText('a\u0000b\u200bc\u2028d')).toBe('a⟨U+0000⟩b⟨U+200B⟩c⟨U+2028⟩d')
  expect(safeText('\ud800 and \udc00')).toBe('⟨U+D800⟩ and ⟨U+DC00⟩')
  expect(safeText('one\ntwo\tthree')).toBe('one⏎two⇥three')
})

it('leaves ordinary text of any script alone', () => {
  const text = 'Prix 24 € · שלום · 東京 · 🛒 · 👩\u200d💻 · 👍🏽\u200d💻'
  expect(safeText(text)).toBe(text)
})

it('keeps the lines of a block', () => {
  expect(safeBlock('at a\n\tat b\u202e')).toBe('at a\n\tat b⟨U+202E⟩')
})

it('cuts and marks what is too long', () => {
  expect(shorten('abcdef', 3)).toBe('abc…')
  expect(shorten('abc', 3)).toBe('abc')
})
