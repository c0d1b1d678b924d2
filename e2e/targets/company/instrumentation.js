export async function register() {
  if (process.env.NEXT_RUNTIME === 'nodejs') await (await import('./company/join.js')).join()
}

export const onRequestError = (...args) => globalThis.company?.onRequestError?.(...args)
