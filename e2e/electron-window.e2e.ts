import { _electron } from '@playwright/test'
import { hostSurroundings, pickHost } from '../electron/hosts/pick.ts'
import { ROOT } from './harness/child.ts'
import { expect, test } from './harness/test.ts'

const choice = pickHost(hostSurroundings())

test('the real window shows the app, sandboxed', async () => {
  if (choice.kind === 'browser') {
    console.log(`Skipping the Electron window: ${choice.why}.`)
    test.skip(true, choice.why)
    return
  }
  const electron = await _electron.launch({ executablePath: choice.binary, args: [ROOT] })
  const page = await electron.firstWindow()
  await expect(page).toHaveURL('app://propscope/')
  expect(
    await page.evaluate(() => [
      typeof require,
      typeof process,
      Object.keys(Reflect.get(window, 'propscopeHost') ?? {}),
    ]),
  ).toEqual(['undefined', 'undefined', ['post', 'listen']])
  await electron.close()
})
