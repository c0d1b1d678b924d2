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

export function loadModules(require: Require): NodeModules {
  return {
    asyncHooks: require('node:async_hooks') as typeof AsyncHooks,
    crypto: require('node:crypto') as typeof Crypto,
    diagnostics: require('node:diagnostics_channel') as typeof DiagnosticsChannel,
    fs: require('node:fs') as typeof Fs,
    http: require('node:http') as typeof Http,
    inspector: require('node:inspector') as typeof Inspector,
    cache: (require('node:module') as { _cache: ModuleCache })._cache,
    net: require('node:net') as typeof Net,
    tls: require('node:tls') as typeof Tls,
  }
}
