import { createRequire } from 'node:module'

const [major, minor] = createRequire(import.meta.url)('next/package.json')
  .version.split('.')
  .map(Number)
const isFrom = (wantedMajor, wantedMinor) => major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
// The working folder lies inside another project with a lockfile: without this Next takes that one for the root.
const tracing = { outputFileTracingRoot: import.meta.dirname }
// Of Next 15 and later.
const withMaps = process.env.CASES_ROUTED?.split(',').includes('maps')

/** @type {import('next').NextConfig} */
const config = {
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  ...(process.env.CASES_OUTPUT ? { output: process.env.CASES_OUTPUT } : {}),
  ...(isFrom(15, 2) ? { devIndicators: false } : {}),
  ...(isFrom(15, 3) ? { turbopack: { root: import.meta.dirname } } : {}),
  ...(isFrom(15, 0) ? tracing : { experimental: tracing }),
  ...(withMaps ? { experimental: { serverSourceMaps: true } } : {}),
  // Where one of two versions installed this first, the other would ask to install its own.
  ...(isFrom(16, 0) ? {} : { eslint: { ignoreDuringBuilds: true } }),
  async rewrites() {
    return [{ source: '/rewritten/:id', destination: '/params/:id?via=rewrite' }]
  },
}

export default config
