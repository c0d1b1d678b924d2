import { openCanvas, type RowsCanvas } from './canvas.ts'
import styles from './Flight.module.css'
import type { Look, Scene } from './protocol.ts'
import { ToldRows } from './told-rows.ts'

/** A scroll is fast from so many px between two frames on; slower, filling the document's rows is as good, and what is read on the way stays as it is. */
const FAST_PX = 56
/** Two fast steps within this make a flight; and so long after the last one it is over, in ms. */
const REST_MS = 110
/** After so many scenes a worker holds some 60 MB that nothing needs and that the browser does not collect by itself: a new one takes its place, when nobody has scrolled fast for so many ms. */
const SCENES_AT_MOST = 120
const RENEW_MS = 2500
/** Scenes under way to the worker; more would only be late. */
const UNDER_WAY = 2

export interface FlightOptions {
  /** Holds the scroller at its top left; the canvas is put behind it in the document, and lies above it. */
  readonly box: HTMLElement
  readonly scroller: HTMLElement
  /** Holds the document's rows, which cost nothing while they are not seen. */
  readonly body: HTMLElement
  /** Reads how rows look; null where there are none to read. Asked for when there is time. */
  readonly read: () => Look | null
  /** What is in sight; of its rows only those that are not told yet. */
  readonly scene: (told: ToldRows) => Scene
  /** Rows have to be drawn: it has begun, or is over and the document has to have them again. */
  readonly redraw: () => void
}

/** Whether rows are painted on a canvas instead of filled into the document, and the canvas. */
export class Flight {
  #canvas: RowsCanvas
  #state: 'rest' | 'begun' | 'shown' = 'rest'
  #hasLook = false
  #reading: number | null = null
  #lastFast = Number.NEGATIVE_INFINITY
  #rest: ReturnType<typeof setTimeout> | null = null
  #renewing: ReturnType<typeof setTimeout> | null = null
  #underWay = 0
  #isWaiting = false
  #isTrying = false
  #told = new ToldRows()

  /** null in a browser whose workers cannot paint: there the document's rows do it all. */
  static open(options: FlightOptions): Flight | null {
    if (typeof OffscreenCanvas === 'undefined' || typeof requestIdleCallback === 'undefined') return null
    return new Flight(options)
  }

  private constructor(private readonly options: FlightOptions) {
    this.#canvas = this.#open()
  }

  /** The rows are painted, and those of the document need not be filled. */
  get shown(): boolean {
    return this.#state === 'shown'
  }

  /** Scenes are wanted. */
  get begun(): boolean {
    return this.#state !== 'rest'
  }

  /** How the rows look, how many there is room for or where they stand has changed. */
  changed(): void {
    this.#hasLook = false
    this.#land()
    this.#readSoon()
  }

  /** The user scrolled by so many px since the last frame. */
  scrolled(px: number): void {
    if (Math.abs(px) < FAST_PX) return
    const now = performance.now()
    const again = now - this.#lastFast < REST_MS
    this.#lastFast = now
    if (!again) return
    if (!this.#hasLook) {
      this.#readSoon()
      return
    }
    if (this.#state === 'rest') this.#state = 'begun'
    if (this.#rest) clearTimeout(this.#rest)
    this.#rest = setTimeout(() => this.#land(), REST_MS)
    if (this.#renewing) clearTimeout(this.#renewing)
  }

  /** A scene is only made where the worker has time for it. */
  paint(): void {
    this.#isWaiting = this.#underWay >= UNDER_WAY
    if (this.#isWaiting) return
    this.#underWay++
    this.#canvas.paint(this.options.scene(this.#told))
  }

  /** Rows that the painter has may stand elsewhere or look otherwise. */
  forget(): void {
    this.#told.forget()
  }

  destroy(): void {
    if (this.#rest) clearTimeout(this.#rest)
    if (this.#renewing) clearTimeout(this.#renewing)
    if (this.#reading !== null) cancelIdleCallback(this.#reading)
    this.#canvas.destroy()
  }

  #open(): RowsCanvas {
    return openCanvas(this.options.scroller, () => this.#painted())
  }

  #renew(): void {
    this.#renewing = null
    if (this.#state !== 'rest') return
    this.#canvas.destroy()
    this.#underWay = 0
    this.#isTrying = false
    this.#told = new ToldRows()
    this.#canvas = this.#open()
    this.changed()
  }

  #painted(): void {
    this.#underWay--
    const wasTried = this.#isTrying
    this.#isTrying = false
    if (this.#state === 'begun' && !wasTried) {
      this.#state = 'shown'
      this.#show(true)
    }
    if (this.#isWaiting && this.begun) this.paint()
  }

  #show(isShown: boolean): void {
    this.#canvas.show(isShown)
    this.options.body.classList.toggle(styles['under'] ?? '', isShown)
  }

  #land(): void {
    if (this.#rest) clearTimeout(this.#rest)
    this.#rest = null
    if (this.#state === 'rest') return
    this.#state = 'rest'
    this.#isWaiting = false
    // The document's rows first: both are in the same frame.
    this.options.redraw()
    this.#show(false)
    if (this.#renewing) clearTimeout(this.#renewing)
    this.#renewing = this.#canvas.scenes < SCENES_AT_MOST ? null : setTimeout(() => this.#renew(), RENEW_MS)
  }

  /** Paints once unseen: the first scene costs the painter several frames, and in these the document's rows are filled after all. */
  #tryOut(): void {
    if (this.#state !== 'rest' || this.#underWay > 0) return
    this.#isTrying = true
    this.paint()
    this.#canvas.show(false)
  }

  #readSoon(): void {
    if (this.#reading !== null) return
    this.#reading = requestIdleCallback(() => {
      this.#reading = null
      // In forced colours only the document has the system's.
      const look = window.matchMedia('(forced-colors: active)').matches ? null : this.options.read()
      if (!look || look.height <= 0 || look.width <= 0) return
      this.#hasLook = true
      this.#canvas.setLook(look)
      this.#tryOut()
    })
  }
}
