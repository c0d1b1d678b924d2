/** @type {import('next').NextConfig} */
const config = {
  // serve.mjs gives each mode and bundler a folder of its own, so that `next dev` and `next start` can run at once.
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  devIndicators: false,
  reactStrictMode: true,
  poweredByHeader: false,
  // The shop lies inside another project with a lockfile: without this Next takes that one for the root.
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
}

export default config
