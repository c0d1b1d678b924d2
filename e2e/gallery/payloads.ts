/** Props as a shop sends them; `seed` says which of its pages, so that two can be compared. */
export function shopProps(seed: number): string {
  const product = (n: number) => ({
    id: String(n),
    slug: `desk-lamp-${n}`,
    name: `Desk lamp no. ${n}`,
    price: { amount: 10 + (n % 40) / 2 + seed, currency: 'EUR' },
    stock: n % 7 === 0 ? null : n % 50,
    brand: { id: n % 3, name: ['Nordlicht', 'Lumen & Sons', 'Helio'][n % 3], country: 'DE', since: 1950 + (n % 3) },
    image: { src: `/images/lamps/${n}.webp`, width: 800, height: 600, blur: 'data:image/webp;base64,UklGRlYAAABXRUJQ' },
    description: 'A lamp of oak and steel with a long cord and a dimmer, warm or cold as you like it. '.repeat(3),
  })
  return JSON.stringify({
    product: { ...product(7 + seed), updatedAt: `2026-11-2${seed}T23:45:00.000Z` },
    related: Array.from({ length: 24 }, (_, n) => product(n + seed)),
    reviews: Array.from({ length: 140 }, (_, n) => ({
      by: `visitor ${n}`,
      stars: 1 + (n % 5),
      text: 'Very nice. '.repeat(1 + (n % 9)),
    })),
    navigation: Array.from({ length: 12 }, (_, n) => ({
      href: `/category/${n}`,
      label: `Category ${n}`,
      children: [],
    })),
    session: {
      user: 'mira',
      token: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.c2VjcmV0',
      database: 'postgres://shop:hunter2@db/shop',
    },
    flags: { newCheckout: seed % 2 === 0, beta: false },
  })
}

/** Props that are JSON, and nobody expects; written by hand, since no object holds all of it. */
export function hostileProps(): string {
  const deep = `${'{"level":'.repeat(10_000)}1${'}'.repeat(10_000)}`
  const wide = Array.from({ length: 100_000 }, (_, n) => `"key ${n}":${n}`).join(',')
  return `{"":{"":{"":"empty keys"}},"__proto__":{"polluted":true},"constructor":{"prototype":1},"a":1,"a":2,"large":9007199254740993,"huge":1e999,
"lone":"\\ud800 and \\udc00","bidi":"\\u202egnp.exe","html":"<img src=x onerror=alert(1)></script>","control":"\\u0000\\u0007\\u001b[31mred\\n\\ttab",
"emoji \\ud83d\\udc69\\u200d\\ud83d\\udcbb":"👩‍💻","${'a very long key '.repeat(40)}":true,"long":"${'no space in it'.replaceAll(' ', '_').repeat(2_000)}",
"empty":[{},[],"",null],"numbers":[-0,1E+2,0.1,-1.5e-300],"deep":${deep},"wide":{${wide}},"key":"-----BEGIN PRIVATE KEY-----\\nMIIE"}`
}
