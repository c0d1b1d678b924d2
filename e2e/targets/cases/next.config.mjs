/** @type {import('next').NextConfig} */
const config = {
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  devIndicators: false,
  // The working folder lies inside another project with a lockfile: without this Next takes that one for the root.
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
  async rewrites() {
    return [{ source: '/rewritten/:id', destination: '/params/:id?via=rewrite' }]
  },
}

export default config
