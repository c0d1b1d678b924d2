import { Paint } from './paint.ts'
import type { FromPainter, ToPainter } from './protocol.ts'

/* The worker that paints rows while the user scrolls fast. */

let paint: Paint | null = null

self.addEventListener('message', ({ data }: MessageEvent<ToPainter>) => {
  switch (data.kind) {
    case 'canvas':
      paint = new Paint(data.canvas)
      return
    case 'look':
      paint?.setLook(data.look)
      return
    case 'clear':
      paint?.clear()
      return
    case 'paint':
      paint?.paint(data.scene)
      postMessage({ kind: 'painted' } satisfies FromPainter)
      return
  }
})
