export const SHAPES = ['products', 'articles', 'deep', 'wide', 'string'] as const
export type Shape = (typeof SHAPES)[number]

/** Words that stand at the very end of every payload. */
export const NEEDLE = 'the needle at the end'
const WORDS = 'desk lamp oak steel light warm cold long cord dimmer switch table chair shelf green blue'.split(' ')
const text = (seed: number, words: number) =>
  Array.from({ length: words }, (_, n) => WORDS[(seed * 31 + n * 7 + ((seed >> 3) % 5)) % WORDS.length]).join(' ')

const product = (n: number) => ({
  id: String(n),
  slug: `product-${n}`,
  name: text(n, 3),
  price: 10 + (n % 1000) / 10,
  stock: n % 7 === 0 ? null : n % 50,
  tags: [WORDS[n % 16], WORDS[(n * 3) % 16]],
  image: { src: `/images/${n}.webp`, width: 800, height: 600, alt: text(n + 1, 4) },
  description: text(n, 14),
})
const article = (n: number) => ({
  id: n,
  title: text(n, 6),
  author: { name: text(n, 2), mail: `author${n % 90}@example.com` },
  html: Array.from({ length: 12 }, (_, p) => `<p class="body">${text(n + p, 60)}</p>\n`).join(''),
})

/** JSON of about `bytes` bytes, as UTF-8. */
export function payload(shape: Shape, bytes: number): Uint8Array<ArrayBuffer> {
  const end = `"end":${JSON.stringify(NEEDLE)}}`
  const encode = (json: string) => new TextEncoder().encode(json)
  if (shape === 'string') return encode(`{"text":"${'A long text. '.repeat(Math.ceil(bytes / 13))}",${end}`)
  if (shape === 'deep') {
    const level = `{"level":{"id":12345,"name":"${text(3, 4)}","inner":`
    const depth = 5_000
    const one = `${level.repeat(depth)}null${'}}'.repeat(depth)}`
    return encode(
      `{"chains":[${Array(Math.max(1, Math.round(bytes / one.length)))
        .fill(one)
        .join(',')}],${end}`,
    )
  }
  const parts: string[] = []
  for (let n = 0, size = 0; size < bytes; n++) {
    const part =
      shape === 'wide' ? `"key${n}":${n * 7}` : JSON.stringify(shape === 'products' ? product(n) : article(n))
    parts.push(part)
    size += part.length + 1
  }
  return encode(shape === 'wide' ? `{"all":{${parts.join(',')}},${end}` : `{"list":[${parts.join(',')}],${end}`)
}
