interface Open {
  readonly array: boolean
  index: number
  key: string
}

/** The path of the value that the byte at `place` of compact JSON is part of, as `list[3].price`; `json` has one character a byte. */
export function pathAt(json: string, place: number): string {
  const open: Open[] = []
  for (let at = 0; at < json.length && at <= place; at += 1) {
    const char = json[at]
    const top = open.at(-1)
    if (char === '{' || char === '[') open.push({ array: char === '[', index: 0, key: '' })
    else if (char === '}' || char === ']') open.pop()
    else if (char === ',' && top?.array) top.index += 1
    else if (char === '"') {
      const end = stringEnd(json, at)
      const isKey = top !== undefined && !top.array && json[end + 1] === ':'
      if (isKey) top.key = keyText(json.slice(at, end + 1))
      // What is looked for stands in this string.
      if (end >= place) break
      at = end
    }
  }
  return open.reduce((path, { array, index, key }) => path + partOf(path, array, index, key), '')
}

function partOf(path: string, array: boolean, index: number, key: string): string {
  if (array) return `[${index}]`
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `[${JSON.stringify(key)}]`
  return path === '' ? key : `.${key}`
}

/** Of the string that begins at `from`: where its closing quote is. */
function stringEnd(json: string, from: number): number {
  for (let at = from + 1; at < json.length; at += 1) {
    if (json[at] === '\\') at += 1
    else if (json[at] === '"') return at
  }
  return json.length
}

function keyText(quoted: string): string {
  try {
    return String(JSON.parse(Buffer.from(quoted, 'latin1').toString('utf8')))
  } catch {
    return quoted
  }
}
