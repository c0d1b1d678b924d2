import type { CallEndEvent, RawError, RawRedirect } from '../../../shared/raw-events.ts'
import type { FindSecret } from '../explain/secrets.ts'
import type { Guest } from '../guest.ts'
import { isAppRoute, type NextRoute, routeOf } from '../next/next-route.ts'
import type { SpanOutcome, SpanWatcher } from '../next/tracer.ts'
import { type Emit, hasBody, type LiveRequest, now } from '../request/request.ts'
import type { RequestContext } from '../request/request-context.ts'
import type { Allowance } from './allowance.ts'
import { describeError } from './describe-error.ts'
import { type ValueWalk, walkValue } from './describe-value.ts'
import { dataAt, describeReturned, onlyProps } from './returned.ts'

const CALL = 'Render.getServerSideProps'
const FOUND = 'NextNodeServer.findPageComponents'
/** Next's other spans that tell a phase, or an error that nothing else tells. */
const TOLD = new Set([
  FOUND,
  'Render.renderDocument',
  'Node.runHandler',
  'BaseServer.handleRequest',
  'BaseServer.renderToResponseWithComponents',
])
/** These are only told where they fail: 13.5 and 14 answer with their error page inside of handleRequest, which then ends well. */
const ONLY_FAILED = new Set(['BaseServer.handleRequest', 'BaseServer.renderToResponseWithComponents'])
/** A look at a live value holds the server's thread no longer than this at a time. */
const STEP_MS = 0.25

/** Watches Next's spans for the getServerSideProps call of each request. */
export interface CallWatch extends SpanWatcher {
  /** As `begin`, where it is known whose work begins. */
  beginFor(request: LiveRequest, type: string, page: string, route: NextRoute): ReturnType<SpanWatcher['begin']>
  /** The answer is out: now there is time to look at what was returned. */
  answered(request: LiveRequest): void
}

/** What else is watched of a call. */
export interface CallProbe {
  /** The module of a page is there, and is not rendered yet. */
  pageFound(): void
  /** A call begins; what it gives ends the watching, and says what was seen. */
  begin(request: LiveRequest): () => Pick<CallEndEvent, 'reads' | 'readsUnseen' | 'upstreamLeftOut'>
  /** Tells secrets among the props of this request; asked for while its answer is there. */
  secrets(request: LiveRequest): FindSecret
}

export function createCallWatch(
  guest: Guest,
  allowance: Allowance,
  context: RequestContext,
  emit: Emit,
  probe: CallProbe,
  /** Notes the headers that are set on its answer while the call runs. */
  watchHeaders: (request: LiveRequest) => void,
  /** Nothing that the request begins from here on need be known as its own. */
  leave: (request: LiveRequest) => void,
): CallWatch {
  function beginCall(
    request: LiveRequest,
    page: string | null,
    { params, locale }: NextRoute,
  ): (outcome: SpanOutcome) => void {
    if (!request.called) watchHeaders(request)
    request.called = true
    request.calling = true
    request.late = null
    request.setHeaders = []
    emit({ kind: 'call-start', request: request.number, at: now(), page, params, locale })
    const probed = probe.begin(request)
    return outcome =>
      guest.do(() => {
        const at = now()
        const watched = probed()
        request.calling = false
        request.late = member => {
          if (!context.isWithin(request)) return
          request.late = null
          guest.do(() => emit({ kind: 'late-use', request: request.number, at: now(), member }))
        }
        leave(request)
        const answered = request.response?.headersSent === true
        request.answeredInside = request.ended || answered
        const setHeaders = request.setHeaders
        request.setHeaders = []
        const given = outcome.ok ? onlyProps(outcome.value) : null
        const result = given ? 'props' : outcome.ok ? resultOf(outcome.value) : 'error'
        const returned = outcome.ok ? describeReturned(outcome.value, given) : null
        // Written out, for its shape (agent/outbox/outbox.ts).
        const tell = (redirect: RawRedirect | null, error: RawError | null) =>
          emit({
            kind: 'call-end',
            request: request.number,
            at,
            result,
            answered,
            redirect,
            error,
            setHeaders,
            reads: watched.reads,
            readsUnseen: watched.readsUnseen,
            upstreamLeftOut: watched.upstreamLeftOut,
            returned,
          })
        if (!outcome.ok) return afterNext(request, () => tell(null, describeError(outcome.error)))
        tell(result === 'redirect' ? redirectOf(outcome.value) : null, null)
        if (result !== 'props') return
        request.props = given ?? { value: dataAt(outcome.value, 'props') }
        if (request.ended) look(request, true, probe.secrets(request))
      })
  }

  /**
   * Writing a stack can take long in dev, where Next maps it. Next does so itself when it prints the error, before it answers; after that the
   * text is there for the asking.
   */
  function afterNext(request: LiveRequest, work: () => void): void {
    if (request.ended) setImmediate(() => guest.do(work))
    else request.later.push(work)
  }

  /** Looks at the props in small steps, as long as the allowance lasts. */
  function look(request: LiveRequest, unsent: boolean, findSecret: FindSecret): void {
    const held = request.props
    request.props = null
    if (!held) return
    const tell = (lost: ValueWalk['lost'] | null, json: string | null, truncated: boolean, secrets = NO_SECRETS) =>
      emit({
        kind: 'described',
        request: request.number,
        lost,
        json,
        truncated,
        rejected: false,
        secrets: lost && secrets,
      })
    let left = allowance.begin()
    if (left <= 0) return tell(null, null, true)
    const walk = walkValue(held.value, unsent, findSecret)
    const step = () =>
      guest.do(() => {
        const startedAt = performance.now()
        const done = walk.step(Math.min(STEP_MS, left))
        // What is far beyond a step is another process's turn, and not our time.
        const took = Math.min(performance.now() - startedAt, STEP_MS * 2)
        allowance.spend(took)
        left -= took
        if (done) tell(walk.lost, walk.json, walk.truncated, walk.secrets)
        else if (left <= 0) tell(null, null, true)
        // Not unref'd: an idle server would sleep before the next step (agent/outbox/outbox.ts).
        else setImmediate(step)
      })
    // A step of its own: the first of a server reads its variables, in code that runs for the first time.
    setImmediate(() => {
      guest.do(() => void findSecret(''))
      setImmediate(step)
    })
  }

  function beginSpan(
    request: LiveRequest,
    type: string,
    page: string | null,
    route?: NextRoute,
  ): ReturnType<SpanWatcher['begin']> {
    if (type === CALL) return beginCall(request, page, route ?? routeOf(request))
    if (request.ended) return null
    const from = now()
    const isOnlyFailed = ONLY_FAILED.has(type)
    return outcome => {
      if (outcome.ok && isOnlyFailed) return
      guest.do(() => {
        // A page of the App Router is found in the same way, and is none of ours.
        if (type === FOUND) {
          if (isAppRoute(request)) return
          probe.pageFound()
        }
        const to = now()
        const tell = (error: RawError | null) =>
          emit({ kind: 'span', request: request.number, span: type, page, from, to, error })
        if (outcome.ok) return tell(null)
        afterNext(request, () => tell(describeError(outcome.error)))
      })
    }
  }

  function guarded(begin: () => ReturnType<SpanWatcher['begin']>): ReturnType<SpanWatcher['begin']> {
    let ended: ReturnType<SpanWatcher['begin']> = null
    guest.do(() => {
      ended = begin()
    })
    return ended
  }

  return {
    wants: type => type === CALL || TOLD.has(type),
    begin(type, page) {
      const request = context.current()
      // After the call it depends on other requests whether a span can be told as this one's: then none is.
      if (!request || (request.called && type !== CALL)) return null
      return guarded(() => beginSpan(request, type, page))
    },
    beginFor: (request, type, page, route) => guarded(() => beginSpan(request, type, page, route)),
    answered(request) {
      if (!request.props) return
      const { value } = request.props
      // A failed render or refused props: the error page's bytes do not hold them, and now they are wanted most.
      const failed = (request.response?.statusCode ?? 200) >= 500
      const unsent = failed || !hasBody(request) || request.bodyBytes === 0 || request.answeredInside
      const findSecret = probe.secrets(request)
      if (!(value instanceof Promise)) return look(request, unsent, findSecret)
      request.props = null
      // Next has awaited it by now; so this only hands us the value.
      value.then(
        settled =>
          guest.do(() => {
            request.props = { value: settled }
            look(request, unsent, findSecret)
          }),
        // Next has said so already, and nothing is there to be looked at.
        () => guest.do(() => emit({ kind: 'described', request: request.number, ...NOTHING })),
      )
    },
  }
}

const NO_SECRETS: ValueWalk['secrets'] = []
const NOTHING = { lost: [], json: null, truncated: false, rejected: true, secrets: null } as const

/** Which of Next's answers it is, in the order in which Next looks (packages/next/src/server/render.tsx). */
function resultOf(value: unknown): CallEndEvent['result'] {
  if (typeof value !== 'object' || value === null) return 'other'
  if (dataAt(value, 'notFound')) return 'notFound'
  if (typeof dataAt(value, 'redirect') === 'object') return 'redirect'
  return 'props' in value ? 'props' : 'other'
}

function redirectOf(value: unknown): RawRedirect {
  const redirect = dataAt(value, 'redirect')
  const status = dataAt(redirect, 'statusCode')
  const permanent = dataAt(redirect, 'permanent')
  const basePath = dataAt(redirect, 'basePath')
  return {
    destination: String(dataAt(redirect, 'destination')).slice(0, 8192),
    statusCode: typeof status === 'number' ? status : null,
    permanent: typeof permanent === 'boolean' ? permanent : null,
    basePath: typeof basePath === 'boolean' ? basePath : null,
  }
}
