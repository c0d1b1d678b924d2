import { join } from 'node:path'
import type { NextConfig } from 'next'

const root = join(import.meta.dirname, '../..')

const config: NextConfig = {
  distDir: process.env['NEXT_DIST_DIR'] ?? '.next',
  devIndicators: false,
  transpilePackages: ['@monorepo/shared'],
  // This monorepo lies inside another project with a lockfile.
  outputFileTracingRoot: root,
  turbopack: { root },
}

export default config
