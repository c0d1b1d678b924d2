import '../../../renderer/state/jitless.ts'
import '../../../renderer/styles/tokens.css'
import '../../../renderer/styles/base.css'
import { createRoot } from 'react-dom/client'
import { type Engine, openEngine } from '../../../renderer/props/engine/open-engine.ts'
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
const painted = async () => {
  await frame()
  await frame()
}
async function until(done: () => boolean): Promise<void> {
  while (!done()) await frame()
}
const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

const bench: Bench = {
  async fetch(): Promise<number> {
    bytes = new Uint8Array(await (await fetch('./payload.bin')).arrayBuffer())
    return bytes.length
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
  async open(): Promise<number> {
    longest = 0
    const from = performance.now()
    engine = openEngine()
    await engine.ask.append(bytes, bytes.length)
    const loaded = await engine.ask.index()
    if (!loaded.ok) throw new Error(loaded.fault.message)
    createRoot(box).render(
      <TooltipProvider>
        <PropsInspector id="bench" engine={engine} facts={loaded.facts} memory={newPropsMemory()} />
      </TooltipProvider>,
    )
    await until(() => document.querySelector('[role="treeitem"]') !== null)
    await painted()
    return performance.now() - from
  },
  async scroll(): Promise<{ median: number; worst: number; rows: number }> {
    const tree = document.querySelector('[role="tree"]') as HTMLElement
    ;(document.querySelector('[aria-label="Expand all"]') as HTMLElement).click()
    const before = tree.scrollHeight
    const patience = performance.now() + 3_000
    await until(() => tree.scrollHeight !== before || performance.now() > patience)
    await painted()
    const frames: number[] = []
    let last = performance.now()
    for (const end = last + 2_000; last < end; ) {
      tree.scrollTop += 180
      await frame()
      const now = performance.now()
      frames.push(now - last)
      last = now
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
    await painted()
    return performance.now() - from
  },
}
Reflect.set(globalThis, 'the', () => bench)
