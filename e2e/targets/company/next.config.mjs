import { createRequire } from 'node:module'
import { withSentryConfig } from '@sentry/nextjs'

const major = Number.parseInt(createRequire(import.meta.url)('next/package.json').version, 10)
// They patch modules as these are loaded, so they must be the process's own.
const external = [
  '@opentelemetry/api',
  '@opentelemetry/instrumentation',
  '@opentelemetry/instrumentation-http',
  '@opentelemetry/instrumentation-undici',
  '@opentelemetry/sdk-trace-node',
  '@sentry/nextjs',
  '@vercel/otel',
]
// The app lies inside another project with a lockfile: without this Next takes that one for the root.
const root = import.meta.dirname

/** @type {import('next').NextConfig} */
const config = {
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  ...(major < 15
    ? {
        experimental: {
          outputFileTracingRoot: root,
          instrumentationHook: true,
          serverComponentsExternalPackages: external,
        },
      }
    : {
        devIndicators: false,
        outputFileTracingRoot: root,
        turbopack: { root },
        serverExternalPackages: external,
      }),
  ...(major < 16 ? { eslint: { ignoreDuringBuilds: true } } : {}),
}

// As its wizard writes it, but for what would go out to the network.
export default process.env.COMPANY_BUILD === 'sentry'
  ? withSentryConfig(config, {
      silent: true,
      telemetry: false,
      sourcemaps: { disable: true },
      release: { create: false },
    })
  : config
