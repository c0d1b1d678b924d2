class ConnectionError extends Error {
  name = 'ConnectionError'
  code = 'E_CONNECTION'
}

/** Fails always: an Error of a class of its own, with a code and two causes. */
export function connect(name) {
  const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' })
  const pool = new TypeError('no connection left in the pool', { cause: refused })
  throw new ConnectionError(`cannot reach database "${name}"`, { cause: pool })
}
