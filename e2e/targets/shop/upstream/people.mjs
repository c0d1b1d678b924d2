const AUTHORS = ['Nora', 'Jonas', 'Amelie', 'Tomás', 'Yuki', 'Femke', 'Oskar', 'Priya', 'Luca', 'Hanne', 'Sam', 'Zofia']
const REVIEWS = [
  ['Better than the pictures', 'The colour is warmer than on my screen, and the finish feels as if it will age well.'],
  ['Worth the wait', 'It took three weeks to arrive and was packed as if for a trip around the world. Not a scratch.'],
  ['Quietly beautiful', 'Nobody notices it at first, then everybody asks where it is from.'],
  ['Almost perfect', 'I would have liked the cable a little longer. Everything else is exactly right.'],
  ['Solid', 'Put together in ten minutes without swearing, which says a lot about the instructions.'],
  ['Bought a second one', 'The first went to the living room, and then the bedroom looked sad.'],
  ['Smaller than I thought', 'My mistake, the size is on the page. Measure first; lovely all the same.'],
  ['A friend for life', 'My cat has claimed it. Sturdy enough for both of us.'],
]

/**
 * The reviews of one product, the same on every call.
 * @param {number} id
 * @param {number} count
 * @returns {import('../lib/types').Review[]}
 */
export function reviewsOf(id, count) {
  return Array.from({ length: count }, (_, index) => {
    const seed = id * 31 + index * 17
    const [title = '', text = ''] = REVIEWS[seed % REVIEWS.length] ?? []
    const month = String(1 + (seed % 12)).padStart(2, '0')
    const day = String(1 + (seed % 28)).padStart(2, '0')
    return {
      author: AUTHORS[(seed * 5) % AUTHORS.length] ?? 'Nora',
      stars: seed % 7 === 0 ? 3 : seed % 3 === 0 ? 4 : 5,
      title,
      text,
      date: `2026-${month}-${day}`,
    }
  })
}

/** Sessions that the login gives out. The tokens open nothing: the shop is made up. @type {Record<string, import('../lib/types').Customer>} */
export const sessions = {
  'demo-session-nora': { id: 'c-1042', name: 'Nora Berg', email: 'nora@example.com', since: 2019, city: 'Bergen' },
}

/** @type {import('../lib/types').Order[]} */
export const orders = [
  { number: 'LO-20418', placed: '2026-11-02', status: 'on its way', total: 413, items: [13, 4] },
  { number: 'LO-19977', placed: '2026-08-19', status: 'delivered', total: 890, items: [3] },
  { number: 'LO-18203', placed: '2026-03-30', status: 'delivered', total: 163, items: [6, 7] },
]
