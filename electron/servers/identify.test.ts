import { describe, expect, test } from 'vitest'
import { identify, inspectPorts, modeFromOutside, readNextCommand } from './identify.ts'

const args = (line: string) => line.split(' ')
const seen = (line: string, title = false) => ({ pid: 1, parent: 0, args: title ? [line] : args(line) })

describe('identify', () => {
  test.each([
    ['next-server (v16.4.6)', { kind: 'server', next: '16.4.6' }],
    ['next-server (v15.2.0-canary.3)', { kind: 'server', next: '15.2.0-canary.3' }],
    ['next-server (v', { kind: 'server', next: null }],
    ['next-server (v16.4', { kind: 'server', next: null }],
    ['next-server', { kind: 'server', next: null }],
    ['next-router-worker', { kind: 'server', next: null }],
    ['next-serv', { kind: 'server', next: null }],
    ['next-', null],
    ['next-router-wor', { kind: 'server', next: null }],
    ['next-render-worker-pages', null],
    ['next-serverless deploy', null],
    ['npm exec next dev -p 0', null],
  ])('title %s', (title, expected) => {
    if (expected) expect(identify(seen(title, true))).toMatchObject(expected)
    else expect(identify(seen(title, true))).toBeNull()
  })

  test.each([
    ['node /shop/node_modules/next/dist/server/lib/start-server.js', { kind: 'server' }],
    ['/usr/bin/node /shop/node_modules/.bin/next dev', { kind: 'cli', command: { mode: 'dev' } }],
    ['node --inspect /shop/node_modules/next/dist/bin/next start', { kind: 'cli', command: { mode: 'start' } }],
    ['node server.js', null],
    ['vim next dev', null],
    ['node /shop/node_modules/.bin/next build', null],
    ['node /shop/next-sitemap dev', null],
  ])('command %s', (line, expected) => {
    if (expected) expect(identify(seen(line))).toMatchObject(expected)
    else expect(identify(seen(line))).toBeNull()
  })
})

test.each([
  ['next', { mode: 'dev', folder: null, port: null, https: false }],
  ['next dev', { mode: 'dev', folder: null, port: null, https: false }],
  ['next dev apps/shop -p 4000', { mode: 'dev', folder: 'apps/shop', port: 4000, https: false }],
  ['next apps/shop', { mode: 'dev', folder: 'apps/shop', port: null, https: false }],
  ['next start --port=80 -H 0.0.0.0 .', { mode: 'start', folder: '.', port: 80, https: false }],
  ['node next dev --turbopack --experimental-https', { mode: 'dev', folder: null, port: null, https: true }],
  ['next dev --experimental-https-key key.pem', { mode: 'dev', folder: null, port: null, https: false }],
])('readNextCommand %s', (line, command) => {
  expect(readNextCommand(args(line))).toEqual(command)
})

describe('mode from outside', () => {
  const server = { kind: 'server', next: null, command: null } as const
  test.each([
    ['the parent', {}, ['node /shop/node_modules/.bin/next dev'], 'dev'],
    ['a grandparent', {}, ['node x.js', 'sh -c next start -p 1'], 'start'],
    ["a package manager's title", {}, ['npm exec next start'], 'start'],
    ['the npm script', { npm_lifecycle_script: 'cross-env A=1 next start' }, [], 'start'],
    ['NODE_ENV alone', { NODE_ENV: 'development' }, [], 'dev'],
    ['nothing', {}, ['bash'], null],
    ['a word that only looks so', { npm_lifecycle_script: 'run-next starter' }, ['mynext dev'], null],
  ] as const)('%s', (_, env, ancestors, mode) => {
    expect(
      modeFromOutside(
        server,
        env,
        ancestors.map(line => seen(line)),
      ),
    ).toBe(mode)
  })
})

test.each([
  ['', '', { onSignal: 9229, open: [] }],
  ['--max-old-space-size=1 --inspect', '', { onSignal: 9229, open: [9229] }],
  ['--inspect=0', '', { onSignal: 0, open: [0] }],
  ['--inspect=127.0.0.1:9333', '', { onSignal: 9333, open: [9333] }],
  ['--inspect=[::1]:9333', '', { onSignal: 9333, open: [9333] }],
  ['--inspect-port=9400', '', { onSignal: 9400, open: [] }],
  ['', 'node --inspect-brk=9500 x.js', { onSignal: 9500, open: [9500] }],
  ['', 'node --inspect-publish-uid=http x.js', { onSignal: 9229, open: [] }],
])('inspector options “%s” “%s”', (options, line, expected) => {
  expect(inspectPorts(args(line), options)).toEqual(expected)
})
