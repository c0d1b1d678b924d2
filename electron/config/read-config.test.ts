import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CONFIG_FILE, readConfig } from './read-config.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'propscope-config-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))
const write = (text: string) => writeFile(join(folder, CONFIG_FILE), text)

describe('readConfig', () => {
  it('reads budgets, and knows a project without a config', async () => {
    expect(await readConfig(folder)).toEqual({ ok: true, value: null })
    expect(await readConfig(join(folder, 'not-there'))).toEqual({ ok: true, value: null })
    await write('{"budgets":[{"page":"/product/[id]","props":"10 kB"}]}')
    expect(await readConfig(folder)).toEqual({
      ok: true,
      value: { budgets: [{ page: '/product/[id]', props: 10_000 }] },
    })
  })

  it('says where a file is wrong', async () => {
    await write('{"budgets":[}')
    expect(await readConfig(folder)).toMatchObject({
      ok: false,
      problem: { code: 'bad-config', message: expect.stringContaining('no JSON') },
    })
    await write('{"budgets":[{"props":"lots","pages":"/"}]}')
    const wrong = await readConfig(folder)
    expect(wrong).toMatchObject({ ok: false, problem: { code: 'bad-config' } })
    const detail = wrong.ok ? '' : (wrong.problem.detail ?? '')
    expect(detail).toContain('budgets[0].props')
    expect(detail).toContain('pages')
  })
})
