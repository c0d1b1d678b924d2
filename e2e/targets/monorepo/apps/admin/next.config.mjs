import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** @type {import('next').NextConfig} */
export default {
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  devIndicators: false,
  transpilePackages: ['@monorepo/shared'],
  outputFileTracingRoot: root,
  turbopack: { root },
}
