import { describe, expect, it } from 'vitest'
import { rank } from './rank.ts'

const COMMANDS: readonly (readonly [title: string, ...words: string[]])[] = [
  ['Fold the navigation, or the replay, into one row'],
  ['Only what runs, or all again'],
  ['Replay the request', 'send', 'again'],
  ['Sort by page'],
  ['Show routes: one row a page', 'table'],
  ['Go to page /product/[id]', 'newest', 'route'],
  ['Go to page /cart', 'newest', 'route'],
]
const best = (search: string) =>
  COMMANDS.map(([title, ...words]) => ({ title, score: rank(search, title, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ title }) => title)

describe('what was typed finds', () => {
  it('titles that begin with it, before those that have its letters somewhere', () => {
    expect(best('go to').slice(0, 2)).toEqual(['Go to page /product/[id]', 'Go to page /cart'])
    expect(best('replay')[0]).toBe('Replay the request')
    expect(best('Sort by page')[0]).toBe('Sort by page')
  })

  it('words within a title, in any order', () => {
    expect(best('cart')[0]).toBe('Go to page /cart')
    expect(best('page prod')[0]).toBe('Go to page /product/[id]')
    expect(best('replay').slice(0, 2)).toContain('Fold the navigation, or the replay, into one row')
  })

  it('other words of a command, before letters that are only in order', () => {
    expect(best('send')[0]).toBe('Replay the request')
    expect(best('table')[0]).toBe('Show routes: one row a page')
    expect(best('rplay')[0]).toBe('Replay the request')
    expect(best('zzz')).toEqual([])
  })
})
