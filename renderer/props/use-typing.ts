import { useRef } from 'react'

/** Letters typed with less than this between them, in ms, are one word. */
const WORD_PAUSE = 700

/** Gathers typed letters into the word that is looked for. */
export function useTyping(): (letter: string) => string {
  const word = useRef({ text: '', at: 0 })
  return letter => {
    const now = performance.now()
    word.current = { text: now - word.current.at < WORD_PAUSE ? word.current.text + letter : letter, at: now }
    return word.current.text
  }
}
