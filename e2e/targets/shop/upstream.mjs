import { createServer } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { featured, products } from './upstream/catalogue.mjs'
import { latencyOf } from './upstream/latency.mjs'
import { orders, reviewsOf, sessions } from './upstream/people.mjs'

/**
 * Stands for the shop's database: a small JSON API whose answers take about as long as real ones.
 * Listens on a free port of 127.0.0.1 (or PORT) and tells it to its parent.
 */

/** @typedef {{ base: number, answer: (match: RegExpExecArray, query: URLSearchParams) => unknown, private?: boolean }} Route */

/** @type {[RegExp, Route][]} base latencies in ms; an undefined answer is a 404 */
const routes = [
  [/^\/featured$/, { base: 24, answer: () => featured.map(byId) }],
  [/^\/products$/, { base: 34, answer: (_, query) => list(query) }],
  [/^\/products\/(\d+)$/, { base: 21, answer: match => byId(Number(match[1])) }],
  [/^\/products\/(\d+)\/reviews$/, { base: 46, answer: match => reviews(Number(match[1])) }],
  [/^\/products\/(\d+)\/related$/, { base: 30, answer: match => related(Number(match[1])) }],
  [/^\/products\/(\d+)\/stock$/, { base: 18, answer: match => ({ stock: byId(Number(match[1]))?.stock ?? 0 }) }],
  [/^\/shipping$/, { base: 62, answer: () => ({ days: '3–5', price: 29, freeFrom: 500 }) }],
  [/^\/rates$/, { base: 55, answer: () => ({ EUR: 1, USD: 1.09, GBP: 0.84, NOK: 11.6 }) }],
  [/^\/search$/, { base: 72, answer: (_, query) => search(query.get('q') ?? '') }],
  [/^\/sessions\/([\w-]+)$/, { base: 14, answer: match => sessions[match[1] ?? ''] }],
  [/^\/customers\/[\w-]+\/orders$/, { base: 41, answer: () => orders }],
  [/^\/members$/, { base: 16, private: true, answer: () => ({ points: 120 }) }],
  [/^\/report$/, { base: 1400, answer: () => ({ visits: 48213, orders: 912, revenue: 211840 }) }],
]

const server = createServer((request, response) => {
  answer(request.url ?? '/', request.headers.cookie !== undefined).then(({ status, body }) => {
    const text = JSON.stringify(body)
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    response.end(text)
  })
})

/**
 * @param {string} url
 * @param {boolean} known whether the caller says who asks
 */
async function answer(url, known) {
  const { pathname, searchParams } = new URL(url, 'http://upstream')
  for (const [pattern, { base, answer: make, private: isPrivate }] of routes) {
    const match = pattern.exec(pathname)
    if (!match) continue
    await wait(latencyOf(pathname, base))
    if (isPrivate && !known) return { status: 401, body: { error: 'who asks?' } }
    const body = make(match, searchParams)
    return body === undefined ? { status: 404, body: { error: 'not found' } } : { status: 200, body }
  }
  await wait(latencyOf(pathname, 12))
  return { status: 503, body: { error: `no replica answers for ${pathname}` } }
}

/** @param {number} id */
function byId(id) {
  return products.find(product => product.id === id)
}

/** @param {URLSearchParams} query */
function list(query) {
  const category = query.get('category')
  const ids = query.get('ids')?.split(',').map(Number)
  const found = products.filter(
    product =>
      (!category || product.category === category) &&
      (!ids || ids.includes(product.id)) &&
      (!query.has('sale') || product.was !== null),
  )
  const sort = query.get('sort')
  if (sort === 'price') return found.toSorted((a, b) => a.price - b.price)
  if (sort === 'rating') return found.toSorted((a, b) => b.rating - a.rating)
  return found
}

/** @param {number} id */
function reviews(id) {
  const product = byId(id)
  return product && reviewsOf(id, product.reviewCount)
}

/** @param {number} id */
function related(id) {
  const product = byId(id)
  return product && products.filter(other => other.category === product.category && other.id !== id).slice(0, 4)
}

/** @param {string} text */
function search(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  return products.filter(product => {
    const haystack = Object.values(product).join(' ').toLowerCase()
    return words.every(word => haystack.includes(word))
  })
}

server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') process.send?.({ port: address.port })
})
process.on('SIGTERM', () => process.exit(0))
// A terminal's Ctrl-C goes to the whole group: leave it to the parent, which ends Next first and us after it.
process.on('SIGINT', () => {})
// The parent is gone, however it ended.
process.on('disconnect', () => process.exit(0))
