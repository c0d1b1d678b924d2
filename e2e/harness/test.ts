import { test as base, expect, type Page } from '@playwright/test'
import type { Child } from './child.ts'
import { openApp, propscope, type Recording, startRecording } from './propscope.ts'
import { START_MS, startTarget, type Target, type TargetChoice } from './target.ts'

export { expect }

export interface TestFixtures {
  /** Each test has settings of its own: what a window remembers of a project is no other test's. */
  readonly ownSettings: undefined
  /** Runs the built command; ended when the test is over. */
  readonly run: (...args: string[]) => Child
  /** `propscope record --attach …`, attached; ended when the test is over. */
  readonly record: (target: string, ...args: string[]) => Promise<Recording>
  /**
   * Opens the app in `page` by the browser host, by default attached to nothing. The test fails where the page throws, or breaks its
   * Content-Security-Policy.
   */
  readonly app: (page: Page, ...args: string[]) => Promise<Child>
}

export interface WorkerFixtures {
  /** A running target; one of each kind is kept for all tests of a worker, which is why tests must not restart or end it. */
  readonly target: (choice: TargetChoice) => Promise<Target>
}

/** Playwright's `test` with what our specs start; everything started is ended, whatever the outcome. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  ownSettings: [
    // biome-ignore lint/correctness/noEmptyPattern: see below
    async ({}, use, info) => {
      const before = process.env['PROPSCOPE_CONFIG']
      process.env['PROPSCOPE_CONFIG'] = info.outputPath('config')
      await use(undefined)
      process.env['PROPSCOPE_CONFIG'] = before
    },
    { auto: true },
  ],
  // Playwright reads the fixtures that a fixture needs from this first pattern, so it must stand even when empty.
  // biome-ignore lint/correctness/noEmptyPattern: see above
  run: async ({}, use) => {
    const started: Child[] = []
    await use((...args) => {
      const child = propscope(args)
      started.push(child)
      return child
    })
    await Promise.all(started.map(child => child.end()))
  },
  // biome-ignore lint/correctness/noEmptyPattern: see above
  record: async ({}, use) => {
    const started: Recording[] = []
    await use(async (target, ...args) => {
      const recording = await startRecording(target, args)
      started.push(recording)
      return recording
    })
    await Promise.all(started.map(({ child }) => child.end()))
  },
  // biome-ignore lint/correctness/noEmptyPattern: see above
  app: async ({}, use) => {
    const started: Child[] = []
    const broken: string[] = []
    await use(async (page, ...args) => {
      page.on('pageerror', error => broken.push(String(error.stack)))
      page.on('console', message => {
        if (message.text().includes('Content Security Policy')) broken.push(message.text())
      })
      const child = await openApp(page, args)
      started.push(child)
      return child
    })
    await Promise.all(started.map(child => child.end()))
    expect(broken, 'uncaught errors of the page, and breaches of its policy').toEqual([])
  },
  target: [
    // biome-ignore lint/correctness/noEmptyPattern: see above
    async ({}, use) => {
      const started = new Map<string, Promise<Target>>()
      await use(choice => {
        const key = JSON.stringify([choice.name, choice.mode, choice.bundler, choice.server, choice.port])
        const found = started.get(key)
        if (found) return found
        // Whoever asks first waits for the installation and the build too.
        const info = base.info()
        info.setTimeout(info.timeout + START_MS)
        const starting = startTarget(choice)
        started.set(key, starting)
        return starting
      })
      for (const starting of started.values()) await starting.then(target => target.end()).catch(() => {})
    },
    { scope: 'worker' },
  ],
})
