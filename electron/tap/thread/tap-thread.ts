import { parentPort, workerData } from 'node:worker_threads'
import { openTap, type Tap } from '../tap.ts'
import type { FromThread, TapStatus, TapThreadStart, ToThread } from './messages.ts'
import { createRecorder } from './recorder.ts'

/** The tap in a thread of its own: it listens, forwards, reads heads and checks hosts; whatever is made of that is made elsewhere and cannot hold it up. */
const STATUS_MS = 100
const { shared, budget, ...start }: TapThreadStart = workerData
let tap: Tap | null = null
let told = ''

const post = (message: FromThread) => parentPort?.postMessage(message)
const recorder = createRecorder(shared, batch => post({ kind: 'batch', batch }), budget)

/** Tells what has changed since the last time. */
function tellStatus(): void {
  if (!tap) return
  const { requests, droppedRequests, droppedBytes } = recorder
  const { connections, down, faults, lastFault } = tap
  const status: TapStatus = { connections, requests, droppedRequests, droppedBytes, down, faults, lastFault }
  const text = JSON.stringify(status)
  if (text === told) return
  told = text
  post({ kind: 'status', status })
}

async function open(): Promise<void> {
  const opened = await openTap({ ...start, sink: recorder })
  if (!opened.ok) return post({ kind: 'opened', opened, timeOrigin: 0 })
  tap = opened.value
  const { port, origin, target } = tap
  post({ kind: 'opened', opened: { ok: true, value: { port, origin, target } }, timeOrigin: performance.timeOrigin })
  setInterval(tellStatus, STATUS_MS)
  parentPort?.on('message', (message: ToThread) => void obey(message))
}

async function obey({ kind, job }: ToThread): Promise<void> {
  if (kind === 'close') await tap?.close()
  recorder.flush()
  tellStatus()
  post({ kind: 'flushed', job })
}

void open()
