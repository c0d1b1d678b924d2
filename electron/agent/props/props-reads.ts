import type { AgentCommand, PropsReadEvent } from '../../../shared/raw-events.ts'
import type { Client } from '../client.ts'
import type { Guest } from '../guest.ts'
import type { ModuleCache } from '../next/render-module.ts'
import type { LiveRequest } from '../request/request.ts'
import type { RequestContext } from '../request/request-context.ts'
import { createPlaces, type Places } from './props-places.ts'
import { watchRender } from './props-render.ts'
import { writeReads } from './props-signs.ts'
import { createWatchedValues, type WatchedValues } from './props-values.ts'

type Ask = Extract<AgentCommand, { kind: 'expect-reads' }>

/** Records what the render of single requests, which a client has named, reads of their props. Costs all others nothing while none is named. */
export interface PropsReads {
  expect(client: Client, ask: Ask): void
  arrived(request: LiveRequest, port: number | undefined, ordinal: number): void
  /** Its call has ended: the render comes now. True where it is one of those, and must be known as its own until its end. */
  called(request: LiveRequest): boolean
  ended(request: LiveRequest, aborted: boolean): void
  stop(): void
}

interface Reading {
  readonly client: Client
  readonly ask: number
  readonly timer: NodeJS.Timeout
  render: { stop(): void } | null
  values: WatchedValues | null
  places: Places | null
  root: object | null
  why: PropsReadEvent['why']
}

/** Whoever asks comes at once, or never. */
const EXPECTED_MS = 10_000
const EXPECTED_AT_MOST = 16
/** A render that takes longer is no more watched. */
const RENDER_MS = 60_000
const STEP_MS = 0.4
/** What is written takes no more of the server's time than this, in all. */
const WRITE_MS = 2000

export function createPropsReads(
  guest: Guest,
  cache: ModuleCache,
  context: RequestContext,
  /** Whether Next's calls are seen in a way that leads to their renders. */
  isSupported: () => boolean,
): PropsReads {
  const expected = new Map<string, { readonly client: Client; readonly ask: Ask; readonly timer: NodeJS.Timeout }>()
  const readings = new Map<LiveRequest, Reading>()
  const keyOf = (port: number, ordinal: number) => `${port} ${ordinal}`

  function forget(key: string): void {
    const one = expected.get(key)
    if (one) clearTimeout(one.timer)
    expected.delete(key)
  }
  function end(request: LiveRequest, reading: Reading): void {
    readings.delete(request)
    clearTimeout(reading.timer)
    reading.render?.stop()
    reading.values?.end()
  }
  function begin(request: LiveRequest, reading: Reading): void {
    reading.places = createPlaces()
    const values = createWatchedValues(reading.places)
    reading.values = values
    const render = watchRender(
      guest,
      cache,
      values,
      () => context.current() === request,
      pageProps => {
        reading.root ??= pageProps
      },
    )
    reading.render = render
    reading.why = render.found ? 'no-app' : 'no-react'
  }
  function tell({ client, ask, places, values }: Reading, reads: string | null, why: PropsReadEvent['why']): void {
    client.outbox.event({ kind: 'props-read', ask, reads, why, places: places?.all ?? [] })
    values?.forget()
  }
  /** In small steps, after the answer is out. */
  function write(reading: Reading, root: object, values: WatchedValues): void {
    const writer = writeReads(root, values.seenOf)
    let left = WRITE_MS
    const step = () =>
      guest.do(() => {
        const startedAt = performance.now()
        const done = writer.step(STEP_MS)
        left -= performance.now() - startedAt
        if (done) tell(reading, writer.text, writer.text === null ? 'exceeded' : null)
        else if (left <= 0) tell(reading, null, 'exceeded')
        // Not unref'd: an idle server would sleep before the next step (agent/outbox/outbox.ts).
        else setImmediate(step)
      })
    setImmediate(step)
  }

  return {
    expect(client, ask) {
      const key = keyOf(ask.port, ask.ordinal)
      if (expected.size >= EXPECTED_AT_MOST) return
      forget(key)
      const timer = setTimeout(() => expected.delete(key), EXPECTED_MS).unref()
      expected.set(key, { client, ask, timer })
      client.outbox.event({ kind: 'reads-expected', ask: ask.ask })
    },
    arrived(request, port, ordinal) {
      if (expected.size === 0 || port === undefined) return
      const key = keyOf(port, ordinal)
      const found = expected.get(key)
      if (!found) return
      forget(key)
      const { client, ask } = found
      const reading: Reading = {
        client,
        ask: ask.ask,
        timer: setTimeout(() => guest.do(() => giveUp(request, 'too-long')), RENDER_MS).unref(),
        render: null,
        values: null,
        places: null,
        root: null,
        why: isSupported() ? 'no-call' : 'unsupported',
      }
      readings.set(request, reading)
    },
    called(request) {
      const reading = readings.size === 0 ? undefined : readings.get(request)
      if (!reading || reading.why === 'unsupported') return false
      if (!reading.render) guest.do(() => begin(request, reading))
      return true
    },
    ended(request, aborted) {
      const reading = readings.size === 0 ? undefined : readings.get(request)
      if (!reading) return
      end(request, reading)
      const { root, values } = reading
      if (!root || !values) return tell(reading, null, reading.why)
      if (aborted || values.exceeded) return tell(reading, null, aborted ? 'aborted' : 'exceeded')
      write(reading, root, values)
    },
    stop() {
      for (const key of [...expected.keys()]) forget(key)
      for (const [request, reading] of [...readings]) {
        end(request, reading)
        reading.values?.forget()
      }
    },
  }

  function giveUp(request: LiveRequest, why: 'too-long'): void {
    const reading = readings.get(request)
    if (!reading) return
    end(request, reading)
    tell(reading, null, why)
  }
}
