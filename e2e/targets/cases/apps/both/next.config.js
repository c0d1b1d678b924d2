const { join } = require('node:path')

const [major, minor] = require('next/package.json').version.split('.').map(Number)
const isFrom = (wantedMajor, wantedMinor) => major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
// next is installed one folder up, as in a monorepo.
const root = join(__dirname, '../..')
const tracing = { outputFileTracingRoot: root }

/** An app with both routers. */
module.exports = {
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  ...(isFrom(15, 2) ? { devIndicators: false } : {}),
  ...(isFrom(15, 3) ? { turbopack: { root } } : {}),
  ...(isFrom(15, 0) ? tracing : isFrom(14, 0) ? { experimental: tracing } : {}),
  ...(isFrom(16, 0) ? {} : { eslint: { ignoreDuringBuilds: true } }),
}
