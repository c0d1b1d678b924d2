import type * as AsyncHooks from 'node:async_hooks'
import type * as Crypto from 'node:crypto'
import type * as DiagnosticsChannel from 'node:diagnostics_channel'
import type * as Fs from 'node:fs'
import type * as Http from 'node:http'
import type * as Inspector from 'node:inspector'
import type * as Net from 'node:net'
import type * as Tls from 'node:tls'
import type { ModuleCache } from './next/render-module.ts'

/** What the agent uses of Node. `require` is only there while the injecting evaluation runs, so all of it is fetched at once. */
export interface NodeModules {
  readonly asyncHooks: typeof AsyncHooks
  readonly crypto: typeof Crypto
  readonly diagnostics: typeof DiagnosticsChannel
  readonly fs: typeof Fs
  readonly http: typeof Http
  readonly inspector: typeof Inspector
  /** What CommonJS has loaded, by file. */
  readonly cache: ModuleCache
  readonly net: typeof Net
  readonly tls: typeof Tls
}

export type Require = (id: string) => unknown

/**
 * Past those who hook `require`: an OpenTelemetry instrumentation that waits for the server's first `require('http')` would begin with ours, and tell spans that it does not tell without us.
 * `Module._load` is what `require` itself calls.
 */
export function loadModules(require: Require): NodeModules {
  const module = require('node:module') as { readonly _cache: ModuleCache; readonly _load?: Require }
  const load: Require = module._load ?? require
  return {
    asyncHooks: load('node:async_hooks') as typeof AsyncHooks,
    crypto: load('node:crypto') as typeof Crypto,
    diagnostics: load('node:diagnostics_channel') as typeof DiagnosticsChannel,
    fs: load('node:fs') as typeof Fs,
    http: load('node:http') as typeof Http,
    inspector: load('node:inspector') as typeof Inspector,
    cache: module._cache,
    net: load('node:net') as typeof Net,
    tls: load('node:tls') as typeof Tls,
  }
}
