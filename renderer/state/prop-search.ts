import { create } from 'zustand'
import { MATCH_PROPS_LIMIT } from '../../shared/api.ts'
import type { ExchangeSummary } from '../../shared/exchange.ts'
import { type PropTest, propPaths, type RowTest } from '../../shared/filter/compile.ts'
import type { Filter } from '../../shared/filter/parse.ts'
import type { PropPath } from '../../shared/filter/prop-path.ts'
import { backend, feed } from './backend.ts'
import { useStore } from './store.ts'

/** How far the search in props is; null where the filter asks for none. */
export interface PropProgress {
  readonly left: number
  /** Exchanges whose props cannot be searched: not kept, not whole, or too large. */
  readonly unknown: number
}
export const usePropSearch = create<{ readonly progress: PropProgress | null }>()(() => ({ progress: null }))

const written = ({ path, value }: PropPath) => `${path.join('.')}${value === null ? '' : `=${value}`}`

/**
 * Looks for places in props, which rows do not hold: asks the main process about the rows that pass the rest of the filter, the newest first, some at a
 * time, and shows each row as soon as it is known to match. What was found out stays known while the filter asks for the same place.
 */
class PropSearch {
  #known = new Map<string, Map<string, boolean | null>>()
  #paths: readonly PropPath[] = []
  #passes: RowTest = () => false
  #run = 0
  #seen = -1

  /** For the compiled filter. */
  readonly test: PropTest = (row, path) => this.#known.get(written(path))?.get(row.id) === true

  /** `passes`: the filter without its places; `test`: with them. */
  start(filter: Filter, passes: RowTest, test: RowTest): void {
    const run = ++this.#run
    this.#paths = propPaths(filter)
    this.#passes = passes
    this.#seen = -1
    this.#known = new Map(this.#paths.map(path => [written(path), this.#known.get(written(path)) ?? new Map()]))
    usePropSearch.setState({ progress: null })
    if (this.#paths.length > 0) void this.#search(run, test)
  }

  async #search(run: number, test: RowTest): Promise<void> {
    while (run === this.#run) {
      const open = this.#open()
      let unknown = 0
      for (const results of this.#known.values()) for (const found of results.values()) if (found === null) unknown += 1
      usePropSearch.setState({ progress: { left: open.length, unknown } })
      if (open.length === 0) await rowsChanged()
      for (let from = 0; from < open.length && run === this.#run; from += MATCH_PROPS_LIMIT) {
        const part = open.slice(from, from + MATCH_PROPS_LIMIT)
        const ids = part.map(({ id }) => id)
        try {
          const found = await Promise.all(this.#paths.map(path => backend.matchProps(written(path), ids)))
          if (run !== this.#run) return
          for (const [index, path] of this.#paths.entries()) {
            const results = this.#known.get(written(path))
            for (const [at, id] of ids.entries()) results?.set(id, found[index]?.[at] ?? null)
          }
        } catch {
          // The main process is away; its return brings rows, and with them the next try.
          await rowsChanged()
          break
        }
        feed.test(part, test)
        usePropSearch.setState({ progress: { left: Math.max(0, open.length - from - part.length), unknown } })
      }
    }
  }

  /** Finished rows of which something is not known yet, newest first. */
  #open(): readonly ExchangeSummary[] {
    const version = useStore.getState().rowsVersion
    if (version === this.#seen) return []
    this.#seen = version
    const results = [...this.#known.values()]
    const open: ExchangeSummary[] = []
    feed.all.forEach(row => {
      if (row.state === 'finished' && results.some(known => !known.has(row.id)) && this.#passes(row)) open.push(row)
    })
    return open.reverse()
  }
}

function rowsChanged(): Promise<void> {
  return new Promise(resolve => {
    const stop = useStore.subscribe((state, before) => {
      if (state.rowsVersion === before.rowsVersion) return
      stop()
      resolve()
    })
  })
}

export const propSearch = new PropSearch()
