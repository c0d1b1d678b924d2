import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

const RectangleSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
})
const WindowStateSchema = z.object({ bounds: RectangleSchema, maximized: z.boolean() })

/** A rectangle on the screens, in device-independent pixels. */
export type Rectangle = z.infer<typeof RectangleSchema>
/** Where the window was when it was last closed. */
export type WindowState = z.infer<typeof WindowStateSchema>

/** null: never saved, or not readable; then the window opens where the platform likes. */
export function readWindowState(file: string): WindowState | null {
  try {
    const state = WindowStateSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    return state.success ? state.data : null
  } catch {
    return null
  }
}

/** Best effort: a window that forgets its place is not worth a word. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify(state))
  } catch {}
}

/** Whether enough of `bounds` to take hold of lies on one of `screens`: a screen may have been unplugged since. */
export function isReachable(bounds: Rectangle, screens: readonly Rectangle[]): boolean {
  const overlap = (from: number, length: number, otherFrom: number, otherLength: number) =>
    Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom)
  return screens.some(
    screen =>
      overlap(bounds.x, bounds.width, screen.x, screen.width) >= 100 &&
      overlap(bounds.y, bounds.height, screen.y, screen.height) >= 50,
  )
}
