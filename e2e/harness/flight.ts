import type { Page } from '@playwright/test'

/** What the painter is told, as far as it is looked at here (`renderer/timeline/flight/protocol.ts`). */
interface ToPainter {
  readonly kind: string
  readonly scene?: { readonly first: number; readonly last: number; readonly rows: readonly ToldRow[] }
}
interface ToldRow {
  readonly index: number
  readonly cells: readonly (readonly [string, string][])[]
}

/** A list that was scrolled fast: what its canvas showed last, and the document after it. */
export interface Flown {
  /** Share of the pixels with something on them that are not alike in both, 0 to 1. */
  readonly different: number
  /** Pixels with something on them, of the canvas and of the document. */
  readonly painted: number
  readonly stood: number
  /** Rows that the painter was told of last, and what of their texts does not stand in the document's row of that place. */
  readonly rows: number
  readonly missing: readonly string[]
}

/** Waits until another canvas, with a painter of its own, stands in the place of the one that `fly` painted on last. */
export async function untilRenewed(page: Page, timeout: number): Promise<void> {
  await page.waitForFunction(
    () => {
      const canvas = document.querySelector('#timeline')?.nextElementSibling
      return canvas instanceof HTMLCanvasElement && canvas.dataset['flown'] === undefined
    },
    null,
    { timeout },
  )
}

/** Scrolls `#timeline` fast for at least so many frames, and compares what was painted where it stopped with the rows that stand there then. */
export async function fly(page: Page, least = 20): Promise<Flown> {
  await page.mouse.move(0, 0)
  const last = await page.evaluate(async least => {
    const list = document.querySelector('#timeline')
    if (!list) throw new Error('no list')
    const told = new Map<number, ToldRow>()
    const ends = { first: 0, last: -1 }
    const post = Worker.prototype.postMessage
    Worker.prototype.postMessage = function (this: Worker, message: ToPainter, ...more: unknown[]) {
      for (const row of message.scene?.rows ?? []) told.set(row.index, row)
      Object.assign(ends, message.scene)
      return Reflect.apply(post, this, [message, ...more])
    }
    const frame = () => new Promise(requestAnimationFrame)
    const shown = () => {
      const canvas = list.nextElementSibling
      return canvas instanceof HTMLCanvasElement && getComputedStyle(canvas).visibility === 'visible' ? canvas : null
    }
    // As long as it takes until it flies.
    for (let step = 1; step < least + 100 && !(step > least && shown()); step++) {
      list.scrollTop = 400 + (step % 40) * 333
      await frame()
    }
    let kept: { readonly url: string; readonly box: DOMRect } | null = null
    for (let canvas = shown(); canvas; canvas = shown()) {
      canvas.dataset['flown'] = ''
      const copy = document.createElement('canvas')
      copy.width = canvas.width
      copy.height = canvas.height
      copy.getContext('2d')?.drawImage(canvas, 0, 0)
      kept = { url: copy.toDataURL(), box: canvas.getBoundingClientRect() }
      await frame()
    }
    Worker.prototype.postMessage = post
    // Told in one scene or another.
    const rows = [...told.values()].filter(({ index }) => index >= ends.first && index <= ends.last)
    if (!kept || rows.length === 0) throw new Error('nothing was painted')
    const missing = rows.flatMap(({ index, cells }) => {
      const text = list.querySelector(`[aria-rowindex="${index + 2}"]`)?.textContent ?? ''
      return cells.flat().flatMap(([, piece]) => (text.includes(piece) ? [] : [`${index}: ${piece}`]))
    })
    const { x, y, width, height } = kept.box
    return { url: kept.url, clip: { x, y, width, height }, rows: rows.length, missing }
  }, least)
  const shot = await page.screenshot({ clip: last.clip })
  const compared = await page.evaluate(
    async ([painted, stood]) => {
      const pixels = async (url: string) => {
        const image = new Image()
        image.src = url
        await image.decode()
        const canvas = document.createElement('canvas')
        canvas.width = image.width
        canvas.height = image.height
        const context = canvas.getContext('2d')
        context?.drawImage(image, 0, 0)
        const { data } = context?.getImageData(0, 0, image.width, image.height) ?? { data: new Uint8ClampedArray() }
        return Float32Array.from({ length: data.length / 4 }, (_, at) =>
          Math.hypot(data[4 * at] ?? 0, data[4 * at + 1] ?? 0, data[4 * at + 2] ?? 0),
        )
      }
      const [left, right] = [await pixels(painted), await pixels(stood)]
      // What most of it is.
      const often = new Uint32Array(512)
      for (const value of right) often[Math.round(value)] = (often[Math.round(value)] ?? 0) + 1
      const ground = often.indexOf(Math.max(...often))
      const count = { painted: 0, stood: 0, either: 0, different: 0 }
      for (let at = 0; at < right.length; at++) {
        const [a, b] = [left[at] ?? 0, right[at] ?? 0]
        const [inkA, inkB] = [Math.abs(a - ground) > 70, Math.abs(b - ground) > 70]
        if (inkA) count.painted++
        if (inkB) count.stood++
        if (inkA || inkB) count.either++
        if (Math.abs(a - b) > 70) count.different++
      }
      return { different: count.different / Math.max(1, count.either), painted: count.painted, stood: count.stood }
    },
    [last.url, `data:image/png;base64,${shot.toString('base64')}`] as const,
  )
  return { ...compared, rows: last.rows, missing: last.missing }
}
