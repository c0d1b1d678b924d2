const GUESTS = {
  otel: () => import('./otel.js'),
  vercel: () => import('./vercel.js'),
  sentry: () => import('./sentry.js'),
  hook: () => import('./hook.js'),
}

/** Has those in that COMPANY names. What they saw is asked for at /api/company. */
export async function join() {
  globalThis.company ??= { saw: {} }
  for (const name of (process.env.COMPANY ?? '').split(',')) await (await GUESTS[name]?.())?.enter(globalThis.company)
}
