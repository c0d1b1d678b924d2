import { describe, expect, it } from 'vitest'
import { isSameServer, localPort, readPort, readTarget } from './addresses.ts'

describe('a port that was typed', () => {
  it.each([
    ['4000', 4000],
    [' 1 ', 1],
    ['65535', 65_535],
  ])('%j is taken', (text, port) => expect(readPort(text, 3000)).toEqual({ ok: true, value: port }))

  it.each(['', '0', '65536', '4000.5', '4e3', '-1', '0x10', 'abc', '٤٠٠٠'])('%j is refused', text =>
    expect(readPort(text, null)).toMatchObject({ ok: false, why: expect.stringContaining('1 to 65535') }),
  )

  it('cannot be the one that the server has', () => {
    expect(readPort('3000', 3000)).toMatchObject({ ok: false, why: expect.stringContaining('server’s own') })
  })
})

describe('a target that was typed', () => {
  it.each([
    ['3000', 'http://localhost:3000'],
    ['staging.example:8080', 'http://staging.example:8080'],
    ['10.0.0.5', 'http://10.0.0.5'],
    ['https://shop.example/product/7?x=1', 'https://shop.example'],
    [' http://localhost:3000/ ', 'http://localhost:3000'],
    ['[::1]:3000', 'http://[::1]:3000'],
  ])('%j is %s', (text, origin) => expect(readTarget(text)).toEqual({ ok: true, value: origin }))

  it.each([
    ['', 'no address'],
    ['http://', 'no address'],
    ['two words', 'no address'],
    ['99999', '1 to 65535'],
    ['ws://127.0.0.1:9229/x', 'not ws'],
    ['file:///etc/passwd', 'not file'],
  ])('%j is refused', (text, why) =>
    expect(readTarget(text)).toMatchObject({ ok: false, why: expect.stringContaining(why) }),
  )
})

it('knows one server by several names', () => {
  expect(isSameServer('http://localhost:3000', 'http://127.0.0.1:3000')).toBe(true)
  expect(isSameServer('http://localhost:3000', 'http://localhost:3001')).toBe(false)
  expect(isSameServer('http://10.0.0.5:3000', 'http://localhost:3000')).toBe(false)
  expect(isSameServer('https://shop.example', 'https://shop.example')).toBe(true)
})

it('knows the ports of this machine only', () => {
  expect(
    ['http://localhost:3000', 'http://127.0.0.1', 'https://[::1]', 'http://10.0.0.5:3000', '?'].map(localPort),
  ).toEqual([3000, 80, 443, null, null])
})
