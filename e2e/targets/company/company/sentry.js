import * as Sentry from '@sentry/nextjs'

export function enter(company) {
  const { host } = new URL(process.env.OUTSIDE)
  Sentry.init({ dsn: `http://key@${host}/1`, tracesSampleRate: 1, sendDefaultPii: true })
  company.onRequestError = Sentry.captureRequestError
  // What it tells goes to its sink; here it is only asked to have it gone.
  company.saw.sentry = async () => ({ flushed: await Sentry.flush(5000) })
}
