import { expect, it } from 'vitest'
import { marksOf } from './props-marks.ts'

const many = (text: string, times = 40) => text.repeat(times).slice(0, times)

it.each([
  ['a private key', '-----BEGIN RSA PRIVATE KEY-----'],
  ['a JWT', `eyJ${many('a')}.eyJ${many('b')}.c`],
  ['a Stripe secret key', `sk_live_${many('a1')}`],
  ['a Stripe secret key', `rk_test_${many('a1')}`],
  ['a GitHub token', `ghp_${many('a1')}`],
  ['a GitHub token', `github_pat_${many('a1')}`],
  ['a GitLab token', `glpat-${many('a1')}`],
  ['an npm token', `npm_${many('a1')}`],
  ['a Slack token', `xoxb-${many('1')}`],
  ['an AWS access key', `AKIA${many('A1', 16)}`],
  ['an AWS access key', `ASIA${many('A1', 16)}`],
  ['a SendGrid key', `SG.${many('a')}.${many('b')}`],
  ['an OpenAI or Anthropic key', `sk-proj-${many('a')}`],
  ['a database URL with a password', 'postgres://user:word@host/name'],
])('finds %s (%s) where it stands, and nothing in what only begins so', (name, secret) => {
  const json = JSON.stringify({ list: [{ text: 'nothing' }, { key: secret }] })
  expect(marksOf(Buffer.from(json)).shapes).toEqual([{ path: 'list[1].key', name }])
  const short = JSON.stringify({ list: [{ key: secret.slice(0, 11) }] })
  expect(marksOf(Buffer.from(short)).shapes).toEqual([])
})

it('finds each of many, and a token after its scheme', () => {
  const bearer = `Bearer eyJ${many('a')}.eyJ${many('b')}.c`
  const json = JSON.stringify({
    a: bearer,
    b: ['https://example.com/', 'redis://:x@h', 'postgres://u:p@h'],
    c: `sk-${many('a1')}`,
  })
  expect(marksOf(Buffer.from(json)).shapes).toEqual([
    { path: 'a', name: 'a JWT' },
    { path: 'b[2]', name: 'a database URL with a password' },
    { path: 'c', name: 'an OpenAI or Anthropic key' },
  ])
})

it('is quick in a text that is all beginnings and no end', () => {
  const json = JSON.stringify([many('a://', 2_000_000), many('eyJ', 2_000_000)])
  const began = performance.now()
  expect(marksOf(Buffer.from(json)).shapes).toEqual([])
  // Hangs for minutes where each looks back to the beginning, or on to the end.
  expect(performance.now() - began).toBeLessThan(5000)
})
