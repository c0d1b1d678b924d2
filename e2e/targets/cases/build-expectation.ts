import type { Answer, Expectation, ExpectedCall, ExpectedError } from './expectation.ts'

const QUIET_CALL: ExpectedCall = { setHeaders: [], redirect: null, error: null, lost: [] }
const PROPS: Answer = { status: 200, outcome: 'props', cache: 'next', sent: true, headers: {}, refusal: null }
const FAILED: Answer = { ...PROPS, status: 500, outcome: 'error', sent: false }

type Changes = Partial<Omit<Expectation, 'request' | 'call' | 'dev' | 'start'>> & {
  readonly request?: Partial<Expectation['request']>
  readonly call?: Partial<ExpectedCall>
  /** In both modes; `dev` and `start` come on top. */
  readonly answer?: Partial<Answer>
  readonly dev?: Partial<Answer>
  readonly start?: Partial<Answer>
}

/** A GET that ran the page of its own path, with defaults; `answer` is what both modes begin from. */
function build(path: string, answer: Answer, props: unknown, changes: Changes): Expectation {
  const { request, call, answer: both, dev, start, ...rest } = changes
  return {
    request: { method: 'GET', path, headers: {}, body: null, ...request },
    kind: 'document',
    page: path.split('?')[0] ?? path,
    params: {},
    query: {},
    props: props === undefined ? null : JSON.stringify(props),
    ...rest,
    call: { ...QUIET_CALL, ...call },
    dev: { ...answer, ...both, ...dev },
    start: { ...answer, ...both, ...start },
  }
}

/** The call returns these props and the page shows them. */
export const shows = (path: string, props: unknown, changes: Changes = {}) => build(path, PROPS, props, changes)

/** The same page asked for as data: `/_next/data/{build}/….json`, as a client transition does. */
export function asData(expectation: Expectation, query = ''): Expectation {
  const path = expectation.request.path.split('?')[0] ?? ''
  const matched =
    Object.keys(expectation.params).length > 0 ? { 'x-nextjs-matched-path': [expectation.page ?? ''] } : {}
  const data = (answer: Answer): Answer => ({
    ...answer,
    headers: answer.sent
      ? { ...answer.headers, ...matched, 'content-type': ['application/json; charset=utf-8'] }
      : answer.headers,
  })
  return {
    ...expectation,
    kind: 'data',
    request: {
      ...expectation.request,
      path: `/_next/data/{build}${path}.json${query}`,
      headers: { ...expectation.request.headers, 'x-nextjs-data': '1' },
    },
    dev: data(expectation.dev),
    start: data(expectation.start),
  }
}

/** The call rejects. */
export const rejects = (path: string, error: Partial<ExpectedError>, changes: Changes = {}) =>
  build(path, FAILED, undefined, {
    ...changes,
    call: { error: { name: null, message: '', code: null, cause: null, ...error } },
  })

/** The call returns props, and Next refuses them or fails with them in both modes. */
export const fails = (path: string, props: unknown, refusal: { dev: string; start: string }, changes: Changes = {}) =>
  build(path, FAILED, props, {
    ...changes,
    dev: { refusal: refusal.dev, ...changes.dev },
    start: { refusal: refusal.start, ...changes.start },
  })

/** The props hold a `value` that JSON loses: `next dev` refuses it, `next start` sends what is left. */
export function loses(
  name: string,
  type: string,
  becomes: string,
  left: unknown,
  changes: Changes & { readonly path?: string; readonly loss?: ExpectedCall['lost'] } = {},
): Expectation {
  const { path = 'value', loss = [{ path, type, becomes }], ...rest } = changes
  const refusal = `Error serializing \`.${path}\` returned from \`getServerSideProps\` in "/lost/${name}".`
  return build(`/lost/${name}`, PROPS, left, {
    ...rest,
    call: { lost: loss },
    dev: { ...FAILED, refusal, ...rest.dev },
  })
}

/** The call redirects, and Next answers for it. */
export const redirects = (
  path: string,
  status: number,
  redirect: Partial<NonNullable<ExpectedCall['redirect']>> & { destination: string },
  headers: Answer['headers'] = {},
) =>
  build(path, PROPS, undefined, {
    call: { redirect: { statusCode: null, permanent: null, basePath: null, ...redirect } },
    answer: {
      status,
      outcome: 'redirect',
      cache: 'private',
      sent: false,
      headers: { location: [redirect.destination], ...headers },
    },
  })

/** No getServerSideProps runs. */
export function runsNone(path: string, changes: Changes = {}): Expectation {
  const base = build(path, { ...PROPS, outcome: 'none', sent: false }, undefined, changes)
  return { ...base, call: null }
}
