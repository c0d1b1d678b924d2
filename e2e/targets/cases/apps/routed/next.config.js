const { join } = require('node:path')

const [major, minor] = require('next/package.json').version.split('.').map(Number)
const isFrom = (wantedMajor, wantedMinor) => major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
const on = new Set((process.env.CASES_ROUTED ?? '').split(',').filter(Boolean))
// next is installed one folder up, as in a monorepo.
const root = join(__dirname, '../..')
const tracing = { outputFileTracingRoot: root }

/** All that Next's configuration can do to an address; CASES_ROUTED says which of it: `base,i18n,slash`. */
module.exports = {
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  ...(isFrom(15, 2) ? { devIndicators: false } : {}),
  ...(isFrom(15, 3) ? { turbopack: { root } } : {}),
  ...(isFrom(15, 0) ? tracing : isFrom(14, 0) ? { experimental: tracing } : {}),
  ...(isFrom(16, 0) ? {} : { eslint: { ignoreDuringBuilds: true } }),
  ...(on.has('base') ? { basePath: '/base' } : {}),
  ...(on.has('i18n') ? { i18n: { locales: ['en', 'de'], defaultLocale: 'en', localeDetection: false } } : {}),
  ...(on.has('slash') ? { trailingSlash: true } : {}),
  env: { CASES_ROUTED: process.env.CASES_ROUTED ?? '' },
  async rewrites() {
    return {
      beforeFiles: [{ source: '/before/:id', destination: '/item/:id?via=before' }],
      afterFiles: [{ source: '/after/:first/:second*', destination: '/docs/:first/:second*' }],
      fallback: [{ source: '/fallback/:rest*', destination: '/item/fallback?via=fallback' }],
    }
  },
}
