import { withSentryConfig } from '@sentry/nextjs'

/** @type {import('next').NextConfig} */
const config = {
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  devIndicators: false,
  // The app lies inside another project with a lockfile: without this Next takes that one for the root.
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  // They patch modules as these are loaded, so they must be the process's own.
  serverExternalPackages: [
    '@opentelemetry/api',
    '@opentelemetry/instrumentation',
    '@opentelemetry/instrumentation-http',
    '@opentelemetry/instrumentation-undici',
    '@opentelemetry/sdk-trace-node',
    '@sentry/nextjs',
    '@vercel/otel',
  ],
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
