import { expect, test } from 'vitest'
import { parseArgs, parseEnviron, parseStat, parseStatus, parseTcp } from './proc-text.ts'

/** Recorded on Linux 6 from real processes. */

test('stat of a process whose title has blanks and parentheses', () => {
  const text = '8258 (next-server (v1) S 8247 8230 8230 0 -1 4194304 88016 0 0 0 151 24 0 0 20 0 24 0 112313 1 2'
  expect(parseStat(text)).toEqual({ state: 'S', parent: 8247, start: '112313' })
  expect(parseStat('')).toBeNull()
})

test('command lines and titles', () => {
  expect(parseArgs('node\0/shop/node_modules/.bin/next\0dev\0-p\x000\0')).toEqual([
    'node',
    '/shop/node_modules/.bin/next',
    'dev',
    '-p',
    '0',
  ])
  expect(parseArgs('next-server (v16.4.6)                               ')).toEqual(['next-server (v16.4.6)'])
  expect(parseArgs('next-router-worker\0\0\0\0\0\0')).toEqual(['next-router-worker'])
  expect(parseArgs('')).toEqual([])
})

test('environments', () => {
  expect(parseEnviron('A=1\0B=x=y\0\0C=\0')).toEqual({ A: '1', B: 'x=y', C: '' })
})

const status = (caught: string, ignored = '0000000000001000') =>
  `Name:\tnext-server (v1\nUid:\t1000\t1001\t1000\t1000\nNSpid:\t8258\t17\nSigBlk:\t0000000000000000\nSigIgn:\t${ignored}\nSigCgt:\t${caught}\n`

test('status: effective user, pid inside, signals', () => {
  expect(parseStatus(status('0000000100004602'))).toEqual({
    user: 1001,
    pidInside: 17,
    catchesUsr1: true,
    ignoresUsr1: false,
  })
})

test.each([
  // Node 24 as it starts, with --disable-sigusr1, and under nohup-like care that ignores the signal.
  ['0000000100004602', '0000000001001000', true, false],
  ['0000000100004402', '0000000001001000', false, false],
  ['0000000100004402', '0000000001001200', false, true],
])('SigCgt %s, SigIgn %s', (caught, ignored, catchesUsr1, ignoresUsr1) => {
  expect(parseStatus(status(caught, ignored))).toMatchObject({ catchesUsr1, ignoresUsr1 })
})

test('a status that cannot be read promises nothing', () => {
  expect(parseStatus('')).toEqual({ user: null, pidInside: null, catchesUsr1: false, ignoresUsr1: false })
})

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n'

test('sockets, IPv4 and IPv6', () => {
  const v4 = `${HEAD}   0: 0100007F:240D 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 15990 1 00000000f9387337 100 0 0 10 0
   1: 00000000:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 15991 1 0 100 0 0 10 0
   2: 0100007F:240D 0100007F:B6E4 01 00000000:00000000 00:00000000 00000000  1000        0 15992 1 0 20 4 30 10 -1
   3: 0100007F:A410 0100007F:0BB8 06 00000000:00000000 03:00001770 00000000     0        0 0 3 0
`
  expect(parseTcp(v4)).toEqual([
    { address: '127.0.0.1', port: 9229, state: 'listening', user: 1000, inode: '15990' },
    { address: '0.0.0.0', port: 3000, state: 'listening', user: 0, inode: '15991' },
    { address: '127.0.0.1', port: 9229, state: 'connected', user: 1000, inode: '15992' },
    { address: '127.0.0.1', port: 42000, state: 'other', user: 0, inode: '0' },
  ])
  const line = (address: string) =>
    `${HEAD}   0: ${address}:888B 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 15917 1 0 100 0 0 10 0`
  const addressOf = (address: string) => parseTcp(line(address))[0]?.address
  expect(parseTcp(line('00000000000000000000000000000000'))).toEqual([
    { address: '::', port: 34955, state: 'listening', user: 0, inode: '15917' },
  ])
  expect(addressOf('00000000000000000000000001000000')).toBe('::1')
  expect(addressOf('0000000000000000FFFF00000100007F')).toBe('127.0.0.1')
  expect(addressOf('000080FE00000000FF005450E56AC0FE')).toBe('fe80:0:0:0:5054:ff:fec0:6ae5')
})
