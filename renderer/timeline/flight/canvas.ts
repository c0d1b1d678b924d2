import styles from './Flight.module.css'
import type { FromPainter, Look, Scene, ToPainter } from './protocol.ts'

/** The canvas above the document's rows, and the worker that paints on it. */
export interface RowsCanvas {
  /** Scenes that were painted on it or are under way. */
  readonly scenes: number
  setLook(look: Look): void
  paint(scene: Scene): void
  show(isShown: boolean): void
  destroy(): void
}

/** Stands behind `scroller` in the document; `painted` is called for each scene. */
export function openCanvas(scroller: Element, painted: () => void): RowsCanvas {
  const canvas = document.createElement('canvas')
  canvas.className = styles['canvas'] ?? ''
  canvas.setAttribute('aria-hidden', 'true')
  scroller.after(canvas)
  const worker = new Worker(new URL('./painter.ts', import.meta.url), { type: 'module', name: 'rows' })
  worker.addEventListener('message', (_: MessageEvent<FromPainter>) => painted())
  const tell = (message: ToPainter, ...transferred: Transferable[]) => worker.postMessage(message, transferred)
  const offscreen = canvas.transferControlToOffscreen()
  tell({ kind: 'canvas', canvas: offscreen }, offscreen)
  let scenes = 0
  return {
    get scenes() {
      return scenes
    },
    setLook(look) {
      canvas.style.width = `${look.width}px`
      canvas.style.height = `${look.height}px`
      canvas.style.top = `${look.top}px`
      tell({ kind: 'look', look })
    },
    paint(scene) {
      scenes++
      tell({ kind: 'paint', scene })
    },
    show(isShown) {
      canvas.classList.toggle(styles['shown'] ?? '', isShown)
      if (!isShown) tell({ kind: 'clear' })
    },
    destroy() {
      worker.terminate()
      canvas.remove()
    },
  }
}
