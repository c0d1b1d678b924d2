import { unwatchFile, watchFile } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../shared/budget.ts'
import type { Result } from '../../shared/problem.ts'
import { CONFIG_FILE, readConfig } from './read-config.ts'

/** Editors replace a file as often as they write to it, and it may come later: so it is looked at, which sees all of that on every system. */
const LOOK_MS = 500

/** Tells what a project's config says, now and whenever its file comes, changes or goes. Keeps no process alive. */
export function watchConfig(
  folder: string,
  onConfig: (config: Result<Config | null>) => void,
): { readonly close: () => void } {
  const file = join(folder, CONFIG_FILE)
  let reading = 0
  const read = () => {
    const own = ++reading
    void readConfig(folder).then(config => {
      // One that was read before may be answered after.
      if (own === reading) onConfig(config)
    })
  }
  watchFile(file, { interval: LOOK_MS, persistent: false }, read)
  read()
  return {
    close() {
      reading++
      unwatchFile(file, read)
    },
  }
}
