/** The words of a command line as bash reads them, as far as one writes requests in it: no expansions, no pipes. */
export type ShellWords =
  | { readonly ok: true; readonly words: readonly string[] }
  | { readonly ok: false; readonly at: number; readonly why: string }

const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  E: '\u001b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
}

/** A command ends at a line's end, `;`, `|` or `&` outside of quotes; what follows is refused rather than left out. */
export function shellWords(text: string): ShellWords {
  const words: string[] = []
  let word: string | null = null
  let at = 0
  const fail = (why: string): ShellWords => ({ ok: false, at, why })
  const add = (more: string) => {
    word = (word ?? '') + more
  }
  while (at < text.length) {
    const char = text.charAt(at)
    const next = text.charAt(at + 1)
    if (char === '\\') {
      if (next === '\n') at += 2
      else if (next === '\r' && text.charAt(at + 2) === '\n') at += 3
      else if (next === '') return fail('a backslash with nothing behind it')
      else {
        add(next)
        at += 2
      }
    } else if (char === "'") {
      const end = text.indexOf("'", at + 1)
      if (end < 0) return fail("a quote (') that is not closed")
      add(text.slice(at + 1, end))
      at = end + 1
    } else if (char === '"') {
      const read = doubleQuoted(text, at + 1)
      if (read === null) return fail('a quote (") that is not closed')
      if (read.expands !== null)
        return fail(`${read.expands} would be filled in by the shell: write what it stands for`)
      add(read.text)
      at = read.end
    } else if (char === '$' && next === "'") {
      const read = ansiQuoted(text, at + 2)
      if (read === null) return fail("a quote ($') that is not closed")
      add(read.text)
      at = read.end
    } else if (char === '$' || char === '`')
      return fail(`${char} would be filled in by the shell: write what it stands for`)
    else if (/\s/.test(char)) {
      if (word !== null) words.push(word)
      word = null
      if (char === '\n' && words.length > 0 && text.slice(at).trim() !== '')
        return fail('a second line: a line that goes on ends in \\')
      at += 1
    } else if (/[;|&<>]/.test(char) && word === null) {
      return fail(`${char} begins something that is no part of the request: paste the curl command alone`)
    } else if (char === '#' && word === null) {
      const end = text.indexOf('\n', at)
      at = end < 0 ? text.length : end
    } else {
      if (/[;|&<>]/.test(char)) return fail(`an address with ${char} in it must stand in quotes`)
      add(char)
      at += 1
    }
  }
  if (word !== null) words.push(word)
  return { ok: true, words }
}

function doubleQuoted(text: string, from: number): { text: string; end: number; expands: string | null } | null {
  let out = ''
  let expands: string | null = null
  for (let at = from; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (char === '"') return { text: out, end: at + 1, expands }
    if (char === '\\' && /[$`"\\\n]/.test(text.charAt(at + 1))) {
      at += 1
      if (text.charAt(at) !== '\n') out += text.charAt(at)
    } else {
      if (char === '`' || (char === '$' && /[\w{(]/.test(text.charAt(at + 1)))) {
        expands ??= /^\$\{?\w+\}?|^\$\(|^`/.exec(text.slice(at))?.[0] ?? char
      }
      out += char
    }
  }
  return null
}

/** `$'…'`: bytes above 127 that are written as `\x` or in octal are UTF-8, as bash would hand them to curl. */
function ansiQuoted(text: string, from: number): { text: string; end: number } | null {
  const bytes: number[] = []
  const put = (some: string) => bytes.push(...Buffer.from(some))
  for (let at = from; at < text.length; ) {
    const char = text.charAt(at)
    if (char === "'") return { text: fromBytes(bytes), end: at + 1 }
    if (char !== '\\') {
      const whole = String.fromCodePoint(text.codePointAt(at) ?? 0)
      put(whole)
      at += whole.length
      continue
    }
    const rest = text.slice(at + 1)
    const hex = /^x([0-9a-f]{1,2})/i.exec(rest)
    const unicode = /^u([0-9a-f]{1,4})/i.exec(rest) ?? /^U([0-9a-f]{1,8})/i.exec(rest)
    const octal = /^([0-7]{1,3})/.exec(rest)
    if (hex) bytes.push(Number.parseInt(hex[1] ?? '', 16))
    else if (unicode) put(String.fromCodePoint(Math.min(0x10_ff_ff, Number.parseInt(unicode[1] ?? '', 16))))
    else if (octal) bytes.push(Number.parseInt(octal[1] ?? '', 8) & 0xff)
    else put(SIMPLE[rest.charAt(0)] ?? `\\${rest.charAt(0)}`)
    at += 1 + (hex?.[0] ?? unicode?.[0] ?? octal?.[0] ?? rest.charAt(0)).length
  }
  return null
}

/** Text where it is text; else each byte as a character, as heads are read. */
function fromBytes(bytes: readonly number[]): string {
  const buffer = Buffer.from(bytes)
  const text = buffer.toString('utf8')
  return Buffer.from(text).equals(buffer) ? text : buffer.toString('latin1')
}
