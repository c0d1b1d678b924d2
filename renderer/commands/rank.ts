import { defaultFilter } from 'cmdk'

/** Letters that only stand in this order somewhere in a title are the last resort. */
const FUZZY = 0.3

/**
 * How well a command fits what was typed, 0 to 1; 0: not at all. The title that begins with it comes first, then a title with a word that does, then one where each word typed begins a word of it, then
 * other words of the command, then anywhere inside, and letters in this order last. Among equals the order of the groups counts, in which pages are the last.
 */
export function rank(search: string, title: string, words: readonly string[]): number {
  const [wanted, name] = [search.trim().toLowerCase(), title.toLowerCase()]
  if (wanted === '') return 1
  if (name === wanted) return 1
  if (name.startsWith(wanted)) return 0.95
  if (beginsAWord(name, wanted)) return 0.8
  const parts = wanted.split(/\s+/)
  if (parts.every(part => beginsAWord(name, part))) return 0.7
  const others = words.map(word => word.toLowerCase())
  if (parts.every(part => beginsAWord(name, part) || others.some(word => beginsAWord(word, part)))) return 0.6
  if (name.includes(wanted)) return 0.5
  return FUZZY * defaultFilter(title, search, [...words])
}

function beginsAWord(text: string, start: string): boolean {
  for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1))
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return true
  return false
}
