type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** The keys that are down, as commands name them: `j`, `?`, `Mod+k` (⌘ on a Mac, Ctrl elsewhere), `Shift+ArrowDown`; null where a modifier that no command uses is down. */
export function chordOf(event: Pressed, mac = isMac()): string | null {
  const mod = mac ? event.metaKey : event.ctrlKey
  const other = mac ? event.ctrlKey : event.metaKey
  if (other || event.altKey) return null
  // Shift is part of what a character key says already (`?`), and of letters with Mod it says nothing.
  const isCharacter = event.key.length === 1
  const key = mod && isCharacter ? event.key.toLowerCase() : event.key
  return `${mod ? 'Mod+' : ''}${event.shiftKey && !isCharacter ? 'Shift+' : ''}${key}`
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  ' ': 'Space',
}

/** A chord as it stands on keys: `['⌘', 'K']`, `['Ctrl', 'K']`, `['↓']`. */
export function chordParts(chord: string, mac = isMac()): readonly string[] {
  const parts = chord.split('+')
  return parts.map((part, index) => {
    if (part === 'Mod') return mac ? '⌘' : 'Ctrl'
    if (part === 'Shift') return mac ? '⇧' : 'Shift'
    return NAMES[part] ?? (parts.length > 1 && index === parts.length - 1 ? part.toUpperCase() : part)
  })
}

function isMac(): boolean {
  return typeof navigator !== 'undefined' && /Mac|iP(hone|ad)/.test(navigator.platform)
}
