/*
 * Captured text may hold characters that change how the text around them reads (bidirectional overrides, zero-width
 * characters, control characters), and halves of characters, which all look alike. They are shown as their code instead, so that a URL cannot look like another one. Only the
 * joiner inside an emoji stays.
 */
const UNSAFE =
  /(?<!\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)\u200d|(?!\u200d)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

const PLAIN = /^[ -~]*$/

const NAMED: Readonly<Record<string, string>> = { '\n': '⏎', '\t': '⇥' }

/** `text` on one line with every invisible or direction-changing character made visible, e.g. `⟨U+202E⟩`. */
export function safeText(text: string): string {
  // Nearly all of it is; rows show some hundred texts a frame.
  if (PLAIN.test(text)) return text
  return text.replace(UNSAFE, char => {
    const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    return NAMED[char] ?? `⟨U+${code}⟩`
  })
}

/** As `safeText`, but new lines and tabs stay: for blocks of text such as stacks. */
export function safeBlock(text: string): string {
  return text.replace(UNSAFE, char => (char === '\n' || char === '\t' ? char : safeText(char)))
}

/** At most `limit` characters, cut at the end and marked; for titles and labels of hostile length. */
export function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit)}…`
}
