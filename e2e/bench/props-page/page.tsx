import '../../../renderer/state/jitless.ts'
import '../../../renderer/styles/tokens.css'
import '../../../renderer/styles/base.css'
import { createRoot, type Root } from 'react-dom/client'
import { type Engine, keepEngineReady, openEngine } from '../../../renderer/props/engine/open-engine.ts'
import { PropsInspector } from '../../../renderer/props/PropsInspector.tsx'
import { newPropsMemory } from '../../../renderer/props/use-props.ts'
import { TooltipProvider } from '../../../renderer/ui/Tooltip.tsx'
import type { Bench } from './bench.ts'
import { NEEDLE } from './payloads.ts'

const box = document.getElementById('root') as HTMLElement
let bytes = new Uint8Array(0)
let engine: Engine | null = null
let longest = 0
new PerformanceObserver(list => {
  for (const task of list.getEntries()) longest = Math.max(longest, task.duration)
}).observe({ type: 'longtask' })

const frame = () => new Promise(resolve => requestAnimationFrame(resolve))
/** Until it is on screen: it is looked for in the last step before a frame is drawn, and a message is heard when that is over. */
async function until(done: () => boolean): Promise<void> {
  do await frame()
  while (!done())
  await new Promise(resolve => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = resolve
    port2.postMessage(null)
  })
}
/** Shows what the engine holds, as the app does. */
async function show(
  text: Uint8Array,
): Promise<{ readonly root: Root; readonly engine: Engine; readonly answered: number }> {
  const own = openEngine()
  void own.ask.append(text, text.length)
  const loaded = await own.ask.index([])
  if (!loaded.ok) throw new Error(loaded.fault.message)
  const answered = performance.now()
  const root = createRoot(box)
  root.render(
    <TooltipProvider>
      <PropsInspector
        id="bench"
        origin="http://localhost"
        engine={own}
        facts={loaded.facts}
        memory={{ ...newPropsMemory(), first: loaded.first }}
      />
    </TooltipProvider>,
  )
  await until(() => document.querySelector('[role="treeitem"]') !== null)
  return { root, engine: own, answered }
}
const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

const bench: Bench = {
  async fetch(): Promise<number> {
    const { headers, body } = await fetch('./payload.bin')
    if (body === null) throw new Error('there is no payload')
    // In pieces, as the app reads it: all at once it would lie in memory twice.
    bytes = new Uint8Array(Number(headers.get('content-length')))
    let filled = 0
    for (const reader = body.getReader(); ; ) {
      const { done, value } = await reader.read()
      if (done) return filled
      bytes.set(value, filled)
      filled += value.length
    }
  },
  async ready() {
    await keepEngineReady()
    const other = await show(new TextEncoder().encode('{"name":"a lamp","price":12.5,"tags":["a","b"]}'))
    other.root.unmount()
    other.engine.close()
  },
  parse(times: number): number {
    return median(
      Array.from({ length: times }, () => {
        const from = performance.now()
        JSON.parse(new TextDecoder().decode(bytes))
        return performance.now() - from
      }),
    )
  },
  async open() {
    longest = 0
    const from = performance.now()
    const shown = await show(bytes)
    engine = shown.engine
    return { ms: performance.now() - from, answered: shown.answered - from }
  },
  async scroll(): Promise<{ median: number; worst: number; rows: number }> {
    const tree = document.querySelector('[role="tree"]') as HTMLElement
    ;(document.querySelector('[aria-label="Expand all"]') as HTMLElement).click()
    const frames: number[] = []
    let last = performance.now()
    const measured = async () => {
      await frame()
      const now = performance.now()
      frames.push(now - last)
      last = now
    }
    const before = tree.scrollHeight
    for (const patience = last + 3_000; tree.scrollHeight === before && last < patience; ) await measured()
    for (const end = last + 2_000; last < end; ) {
      tree.scrollTop += 180
      await measured()
    }
    return { median: median(frames), worst: Math.max(...frames), rows: Math.round(tree.scrollHeight / 22) }
  },
  async find(): Promise<number> {
    const own = engine
    if (!own) throw new Error('nothing is open')
    const from = performance.now()
    const end = await own.ask.find(NEEDLE, false)
    if (!end.ok || end.count !== 1) throw new Error(`found ${JSON.stringify(end)}`)
    return performance.now() - from
  },
  longest: () => longest,
  async peer(name: string): Promise<number> {
    const mount = Reflect.get(globalThis, 'peers')?.[name] as ((box: HTMLElement, value: unknown) => void) | undefined
    if (!mount) throw new Error(`no viewer ${name}`)
    const from = performance.now()
    mount(box, JSON.parse(new TextDecoder().decode(bytes)))
    await until(() => (box.textContent ?? '').length > 20)
    return performance.now() - from
  },
}
Reflect.set(globalThis, 'the', () => bench)
