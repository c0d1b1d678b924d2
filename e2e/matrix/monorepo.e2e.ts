import { join } from 'node:path'
import { ROOT, untilGone } from '../harness/child.ts'
import { sendMarked, stopWith } from '../harness/marked.ts'
import { linkOf, propscope } from '../harness/propscope.ts'
import { START_MS, startTarget } from '../harness/target.ts'
import { expect, test } from '../harness/test.ts'
import { listenerOf } from '../targets/serving/ports.mjs'
import { isFull } from './rows.ts'

/** npm workspaces with two apps, one of them in TypeScript below src/, and a package that both take in. */
const HOME = join(ROOT, 'e2e/targets/monorepo')

if (isFull) {
  for (const [mode, bundler] of [
    ['dev', 'turbopack'],
    ['dev', 'webpack'],
    ['start', 'turbopack'],
  ] as const)
    test(`next16 ${mode} ${bundler} monorepo: two apps at once, each with its own requests and sources`, async ({
      record,
    }) => {
      test.setTimeout(2 * START_MS)
      const [web, admin] = [
        await startTarget({ name: 'web', mode, bundler }),
        await startTarget({ name: 'admin', mode, bundler }),
      ]
      try {
        const apps = [
          { name: 'web', target: web, recording: await record(web.origin, '--props'), source: 'src/server/greet.ts' },
          {
            name: 'admin',
            target: admin,
            recording: await record(admin.origin, '--props'),
            source: 'pages/hello/[to].jsx',
          },
        ]
        for (const { name, target } of apps) {
          await sendMarked(target.origin, '/hello/you', name)
          await sendMarked(target.origin, '/hello/nobody', `${name}-fails`)
        }
        for (const { name, target, recording, source } of apps) {
          expect(recording.banner).toContain(`(next 16.4.6 ${mode}, pid ${target.pid})`)
          const found = await stopWith(recording, [name, `${name}-fails`])
          expect(found.size).toBe(2)
          expect(found.get(name)).toMatchObject({
            request: { page: '/hello/[to]', params: { to: 'you' } },
            props: { value: { from: name, to: 'you' } },
            call: { source: { file: join(target.folder, source), line: expect.any(Number) } },
          })
          const error = found.get(`${name}-fails`)?.call?.error
          expect(error).toMatchObject({ name: 'RangeError', message: 'there is nobody to greet' })
          // Of the package that both take in, and of the app.
          if (mode === 'dev')
            expect(error?.frames.filter(({ own }) => own).map(({ file }) => file)[1]).toContain(source)
        }
      } finally {
        await Promise.all([web.end(), admin.end()])
      }
    })

  test('next16 launched monorepo: npm run dev -w web, ended by a signal to Propscope alone', async () => {
    test.setTimeout(START_MS)
    // Installs it.
    await startTarget({ name: 'web', mode: 'dev' }).then(target => target.end())
    const child = propscope(['--browser', '--no-open', '--', 'npm', 'run', 'dev', '-w', 'web'], { cwd: HOME })
    try {
      await linkOf(child)
      const origin = await child.until(
        'attached',
        ({ stderr }) => /^attached to (http:\/\/localhost:\d+)/m.exec(stderr)?.[1],
        60_000,
      )
      expect((await sendMarked(origin, '/hello/first', 'first')).status).toBe(200)
      const pid = listenerOf(Number(new URL(origin).port))
      expect(pid).not.toBeNull()
      child.kill('SIGTERM')
      await child.exit
      if (pid !== null) await untilGone(pid)
      expect(listenerOf(Number(new URL(origin).port))).toBeNull()
    } finally {
      await child.end()
    }
  })
}
