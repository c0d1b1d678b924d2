import { resolve } from 'node:path'
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config'
import { DebugLogger } from 'builder-util'
import { expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

it('electron-builder.yml is a configuration that electron-builder takes', async () => {
  const config = await getConfig(root, resolve(root, 'electron-builder.yml'), null)
  await validateConfiguration(config, new DebugLogger(false))
  expect(config).toMatchObject({ appId: 'dev.propscope.app', files: expect.anything() })
})

it('a wrong one would be refused', async () => {
  const wrong: object = { appId: 'dev.propscope.app', linux: { targets: ['AppImage'] } }
  await expect(validateConfiguration(wrong, new DebugLogger(false))).rejects.toThrow('configuration.linux')
})
