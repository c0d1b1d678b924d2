import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Config } from '../../shared/budget.ts'
import type { Result } from '../../shared/problem.ts'
import { CONFIG_FILE } from './read-config.ts'
import { watchConfig } from './watch-config.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'propscope-config-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('tells a config when it comes, when an editor replaces it, when it breaks, and when it goes', async () => {
  const told: Result<Config | null>[] = []
  const watch = watchConfig(folder, config => told.push(config))
  const file = join(folder, CONFIG_FILE)
  const last = (is: unknown) => vi.waitFor(() => expect(told.at(-1)).toMatchObject(is as object), { timeout: 10_000 })
  await last({ ok: true, value: null })
  await writeFile(file, '{"budgets":[{"props":"10 kB"}]}')
  await last({ ok: true, value: { budgets: [{ props: 10_000 }] } })
  await writeFile(`${file}.new`, '{"budgets":[{"props":"20 kB"}]} ')
  await rename(`${file}.new`, file)
  await last({ ok: true, value: { budgets: [{ props: 20_000 }] } })
  await writeFile(file, '{"budgets":[')
  await last({ ok: false, problem: { code: 'bad-config' } })
  await rm(file)
  await last({ ok: true, value: null })
  watch.close()
})
