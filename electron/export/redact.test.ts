import { expect, it } from 'vitest'
import { anExchange } from '../../shared/an-exchange.ts'
import { isSecretName, REDACTED, redactExchange, redactRequest, redactUrl } from './redact.ts'

it('knows secrets by their names, and leaves the others', () => {
  for (const name of [
    'authorization',
    'x-api-key',
    'csrf_token',
    'sessionId',
    'next-auth.session-token',
    'apiKey',
    'password',
    'key',
  ])
    expect([name, isSecretName(name)]).toEqual([name, true])
  for (const name of ['accept', 'user-agent', 'keyword', 'author', 'monkey', 'x-request-id', 'encoding', 'id'])
    expect([name, isSecretName(name)]).toEqual([name, false])
})

it('takes the values out of an address, and who logs in', () => {
  expect(redactUrl('/a?q=1&token=abc&b')).toBe('/a?q=1&token=%5Bredacted%5D&b')
  expect(redactUrl('https://me:secret@host/x')).toBe('https://host/x')
})

it('leaves no secret in an exchange: headers, cookies, query, set headers, props', () => {
  const secret = 'S3CR3T'
  const base = anExchange()
  const text = JSON.stringify(
    redactExchange({
      ...base,
      request: {
        ...base.request,
        url: `/p?token=${secret}`,
        query: { token: secret },
        headers: [
          ['Cookie', `theme=dark; session=${secret}`],
          ['Authorization', `Bearer ${secret}`],
          ['Referer', `http://h/?key=${secret}`],
        ],
      },
      response: base.response && { ...base.response, headers: [['set-cookie', `session=${secret}; Path=/`]] },
      call: base.call && {
        ...base.call,
        setHeaders: [{ name: 'Set-Cookie', value: [`a=${secret}; HttpOnly`], atMs: 1 }],
      },
      props: base.props && {
        ...base.props,
        value: { user: { name: 'mira', apiKey: secret }, list: [{ token: secret }] },
      },
    }),
  )
  expect(text).not.toContain(secret)
  expect(text).toContain(`session=${REDACTED}; Path=/`)
  expect(text).toContain('mira')
})

it('of a body that it cannot read it leaves nothing', () => {
  const request = { method: 'POST', url: '/', headers: [['content-type', 'application/json']] as const }
  const body = (text: string) => redactRequest({ ...request, body: { encoding: 'utf8', text } }).body?.text
  expect(body('{"a":1,"password":"x"}')).toBe('{"a":1,"password":"[redacted]"}')
  expect(body('what is this')).toBe(REDACTED)
})
