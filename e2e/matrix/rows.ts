import type { TargetMode, TargetName } from '../targets/cases/expectation.ts'

export type Bundler = 'webpack' | 'turbopack'
/** `next`: `next dev` or `next start`; `standalone`: the server.js of `output: 'standalone'`; else a program of the project's own that starts Next. */
export type Serving = 'next' | 'standalone' | 'http' | 'express'

/** One way to run the nasty pages, on which every expectation is asked with the agent attached. */
export interface Row {
  readonly name: TargetName
  readonly mode: TargetMode
  readonly bundler: Bundler
  readonly server: Serving
  /** Also in `npm test`: some of each major version, and of each mode and bundler. */
  readonly ci: boolean
}

/** `dev webpack`, with a `*` where `npm test` runs it too, and with another server than Next's own behind a `/`. */
const LISTED: Readonly<Record<TargetName, readonly string[]>> = {
  next12: [
    'dev webpack *',
    'start webpack',
    'start webpack / standalone',
    'dev webpack / http',
    'start webpack / http',
  ],
  next13: [
    'dev webpack',
    'dev turbopack',
    'start webpack *',
    'start webpack / standalone',
    'dev webpack / http',
    'start webpack / http',
  ],
  next14: [
    'dev webpack *',
    'dev turbopack',
    'start webpack',
    'start webpack / standalone',
    'dev webpack / express',
    'start webpack / express',
  ],
  'next15.1': ['dev webpack', 'dev turbopack', 'start webpack', 'start webpack / standalone'],
  next15: [
    'dev webpack *',
    'dev turbopack',
    'start webpack',
    'start turbopack *',
    'start webpack / standalone',
    'dev webpack / http',
    'start webpack / http',
  ],
  next16: [
    'dev webpack',
    'dev turbopack *',
    'start webpack *',
    'start turbopack',
    'start turbopack / standalone',
    'dev turbopack / express',
    'start turbopack / express',
  ],
}

export const ROWS: readonly Row[] = Object.entries(LISTED).flatMap(([name, texts]) =>
  texts.map(text => {
    const [, mode, bundler, ci, server] = /^(dev|start) (\w+)( \*)?(?: \/ (\w+))?$/.exec(text) ?? []
    return { name, mode, bundler, server: server ?? 'next', ci: ci !== undefined } as Row
  }),
)

/** What is run now: PROPSCOPE_MATRIX=full asks for everything. */
export const isFull = process.env['PROPSCOPE_MATRIX'] === 'full'
export const chosenRows = ROWS.filter(row => isFull || row.ci)

export function titleOf({ name, mode, bundler, server }: Row): string {
  return [name, mode, bundler, ...(server === 'next' ? [] : [server])].join(' ')
}
