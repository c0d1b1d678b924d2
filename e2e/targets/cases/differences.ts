import type { Answer, Expectation, TargetMode, TargetName } from './expectation.ts'

/**
 * What truly differs between versions of Next, as rules on the one list of expectations, which is written as the newest answer. Each was seen on real servers
 * (`npx tsx e2e/targets/cases/check.ts`).
 */
interface Rule {
  readonly what: string
  readonly versions: readonly TargetName[]
  readonly mode?: TargetMode
  readonly where: (expectation: Expectation, answer: Answer) => boolean
  readonly change: (answer: Answer) => Partial<Answer>
}

const ALL: readonly TargetName[] = ['next12', 'next13', 'next14', 'next15.1', 'next15', 'next16']
const before = (name: TargetName) => ALL.slice(0, ALL.indexOf(name))

const pathOf = ({ request }: Expectation) => request.path
const isUnmatched = ({ page, kind }: Expectation, { status }: Answer) =>
  page === null && kind === 'document' && status >= 400

const RULES: readonly Rule[] = [
  {
    what: 'data is JSON without a charset',
    versions: before('next15'),
    where: ({ kind }, { headers }) => kind === 'data' && headers['content-type'] !== undefined,
    change: ({ headers }) => ({ headers: { ...headers, 'content-type': ['application/json'] } }),
  },
  {
    what: 'next dev treats a redirect that is told in data as any other answer',
    versions: before('next15'),
    mode: 'dev',
    where: ({ kind }, { outcome }) => kind === 'data' && outcome === 'redirect',
    change: () => ({ cache: 'next' }),
  },
  {
    what: 'data that is not found says nothing of caching in next dev',
    versions: before('next15'),
    mode: 'dev',
    where: ({ kind }, { outcome }) => kind === 'data' && outcome === 'notFound',
    change: () => ({ cache: null }),
  },
  {
    what: 'next dev does not trip over an error whose properties throw',
    versions: before('next15'),
    mode: 'dev',
    where: expectation => pathOf(expectation) === '/throw/hostile',
    change: () => ({ cache: 'next' }),
  },
  {
    what: 'next dev makes a static page anew at each request',
    versions: before('next15'),
    mode: 'dev',
    where: (_, { headers }) => headers['x-nextjs-cache'] !== undefined,
    change: ({ headers }) => ({ headers: { ...headers, 'x-nextjs-cache': ['MISS'] } }),
  },
  {
    what: 'a static page may be kept while it is made anew',
    versions: ['next12', 'next13', 'next14'],
    mode: 'start',
    where: expectation => pathOf(expectation) === '/built',
    change: () => ({ cache: { value: 's-maxage=31536000, stale-while-revalidate' } }),
  },
  {
    what: '15.1 leaves a comma there',
    versions: ['next15.1'],
    mode: 'start',
    where: expectation => pathOf(expectation) === '/built',
    change: () => ({ cache: { value: 's-maxage=31536000,' } }),
  },
  {
    what: 'redirects say nothing of caching',
    versions: ['next14'],
    where: ({ kind }, { outcome }) => kind === 'document' && outcome === 'redirect',
    change: () => ({ cache: null }),
  },
  {
    what: 'neither does what the call does not find',
    versions: ['next14'],
    mode: 'start',
    where: (_, { outcome }) => outcome === 'notFound',
    change: () => ({ cache: null }),
  },
  {
    what: 'errors say nothing of caching',
    versions: ['next13'],
    mode: 'start',
    where: (_, { outcome, status }) => outcome === 'error' && status === 500,
    change: () => ({ cache: null }),
  },
  {
    what: 'neither does getInitialProps',
    versions: ['next13'],
    mode: 'start',
    where: expectation => pathOf(expectation) === '/initial',
    change: () => ({ cache: null }),
  },
  {
    what: 'what is no page is not private',
    versions: ['next13'],
    mode: 'start',
    where: isUnmatched,
    change: () => ({ cache: { value: 'no-cache, no-store, max-age=0, must-revalidate' } }),
  },
  {
    what: 'what is no page says nothing of caching',
    versions: ['next12'],
    mode: 'start',
    where: (expectation, answer) => isUnmatched(expectation, answer) && answer.status === 404,
    change: () => ({ cache: null }),
  },
]

/** The list as this version answers it. */
export function expectationsOf(name: TargetName, common: readonly Expectation[]): readonly Expectation[] {
  return common.map(expectation => {
    const own = optionsRan(name, expectation, common)
    return { ...own, dev: answerOf(name, 'dev', own), start: answerOf(name, 'start', own) }
  })
}

function answerOf(name: TargetName, mode: TargetMode, expectation: Expectation): Answer {
  const common = expectation[mode]
  let answer = common
  for (const { versions, mode: only = mode, where, change } of RULES)
    if (versions.includes(name) && only === mode && where(expectation, common))
      answer = { ...answer, ...change(answer) }
  return answer
}

/** Up to 14 a page answers OPTIONS as it answers GET, its call included; later Next refuses it. */
function optionsRan(name: TargetName, expectation: Expectation, common: readonly Expectation[]): Expectation {
  const { method, path } = expectation.request
  if (method !== 'OPTIONS' || !before('next15.1').includes(name)) return expectation
  const asGet = common.find(({ request }) => request.method === 'GET' && request.path === path)
  if (!asGet) throw new Error(`no expectation of GET ${path}`)
  return { ...asGet, request: expectation.request }
}
