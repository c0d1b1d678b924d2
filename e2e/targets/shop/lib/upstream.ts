const base = process.env.UPSTREAM_URL ?? 'http://127.0.0.1:4500'

/** Asks the upstream API. Throws with the cause where it answers with an error; `null` is a 404. */
export async function ask<T>(path: string): Promise<T | null> {
  const response = await fetch(`${base}${path}`)
  if (response.status === 404) return null
  if (!response.ok) {
    const cause = new Error(`upstream answered ${response.status}: ${await response.text()}`)
    throw Object.assign(new Error(`could not load ${path}`, { cause }), { code: 'UPSTREAM_FAILED' })
  }
  return (await response.json()) as T
}

/** Like `ask`, for what is always there. */
export async function askFor<T>(path: string): Promise<T> {
  const found = await ask<T>(path)
  if (found === null) throw new Error(`upstream knows no ${path}`)
  return found
}
