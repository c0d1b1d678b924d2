import { readFile, stat } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FlattenMap, originalPositionFor, type TraceMap } from '@jridgewell/trace-mapping'
import type { CallError, Exchange, Frame, UpstreamCall } from '../../shared/exchange.ts'
import { createEvalMaps, isEvaluated } from './eval-maps.ts'
import { isOwnFile } from './own-file.ts'

/** Leads the frames of errors and upstream calls back to the sources, through the maps that Next writes beside its bundles or, with webpack in dev, into them. */
export interface SourceMaps {
  /** The exchange with the frames of its errors and upstream calls mapped where a map is there; never rejects. `folder`: the project's. */
  mapExchange(exchange: Exchange, folder: string | null): Promise<Exchange>
  /** One frame; as it was where no map is there. Lines and columns count from 1. */
  mapFrame(frame: Frame, folder: string | null): Promise<Frame>
}

/** Larger maps are left alone: mapping is a comfort, and must not hold our process. */
const MAP_BYTES_AT_MOST = 32 * 1024 * 1024
const MAPS_AT_MOST = 40

export function createSourceMaps(): SourceMaps {
  /** By bundle file; a rebuilt one has another time of change. */
  const maps = new Map<string, { changed: number; map: TraceMap | null }>()
  const evaluated = createEvalMaps()

  async function mapOf(file: string): Promise<TraceMap | null> {
    const path = `${file}.map`
    try {
      const { mtimeMs, size } = await stat(path)
      const known = maps.get(file)
      if (known?.changed === mtimeMs) return known.map
      const map = size > MAP_BYTES_AT_MOST ? null : new FlattenMap(await readFile(path, 'utf8'), `file://${file}`)
      maps.delete(file)
      maps.set(file, { changed: mtimeMs, map })
      for (const oldest of maps.keys()) if (maps.size > MAPS_AT_MOST) maps.delete(oldest)
      return map
    } catch {
      // No map beside the bundle, as in a production build, or one that cannot be read: the frame stays as it is.
      return null
    }
  }

  function mapFor(file: string, folder: string | null): Promise<TraceMap | null> | null {
    if (isEvaluated(file)) return folder === null ? null : evaluated.mapOf(file, folder)
    return file.includes('.next') ? mapOf(file) : null
  }

  async function mapFrame(frame: Frame, folder: string | null): Promise<Frame> {
    if (frame.line === null || frame.column === null) return frame
    const map = await mapFor(frame.file, folder)
    // A stack counts columns from 1, a source map from 0.
    const found = map && originalPositionFor(map, { line: frame.line, column: frame.column - 1 })
    if (!found || found.source === null) return frame
    const file = plainPath(found.source, folder)
    return {
      ...frame,
      file,
      line: found.line,
      column: found.column + 1,
      own: isOwnFile(file, folder) || isBeside(file),
    }
  }

  async function mapError(error: Exchange['renderError'] & object, folder: string | null): Promise<CallError> {
    const frames = await Promise.all(error.frames.map(frame => mapFrame(frame, folder)))
    return { ...error, frames, cause: error.cause && (await mapError(error.cause, folder)) }
  }

  async function mapCall(call: UpstreamCall, folder: string | null): Promise<UpstreamCall> {
    return { ...call, frames: await Promise.all(call.frames.map(frame => mapFrame(frame, folder))) }
  }

  return {
    mapFrame,
    async mapExchange(exchange, folder) {
      const { call, renderError } = exchange
      return {
        ...exchange,
        call: call && {
          ...call,
          error: call.error && (await mapError(call.error, folder)),
          calls: call.calls && (await Promise.all(call.calls.map(one => mapCall(one, folder)))),
        },
        renderError: renderError && (await mapError(renderError, folder)),
      }
    },
  }
}

/** A file's path; webpack names those of the project `webpack://its-name/./path?hash`. */
/** What was bundled from a file that lies in no package: of another workspace of a monorepo, beside the app's. */
function isBeside(file: string): boolean {
  return isAbsolute(file) && !/node_modules[/_\\]/.test(file)
}

function plainPath(source: string, folder: string | null): string {
  const [, inProject] = /^webpack:\/\/[^/]*\/([^?]*)/.exec(source) ?? []
  if (inProject !== undefined && folder !== null) return join(folder, inProject)
  if (!source.startsWith('file://')) return source
  try {
    return fileURLToPath(source)
  } catch {
    return source
  }
}
