import type { Rail } from '../navigation.ts'
import type { Box } from '../rows/bar-cell.ts'

/** One text or picture of a cell: a name in `Look`, and its text where that is not the look's own. */
export type Piece = readonly [look: string, text: string]

export interface PaintedRow {
  readonly index: number
  /** Name of what lies behind the row; null: nothing. */
  readonly ground: 'bad' | 'selected' | 'mate' | null
  readonly rail: Rail
  readonly begins: boolean
  readonly pinned: boolean
  /** In the order of the columns. */
  readonly cells: readonly (readonly Piece[])[]
  readonly boxes: readonly Box[]
  /** Length of a bar that goes on beyond the scale. */
  readonly beyond: string | null
}

export interface Scene {
  /** How far the list is scrolled, in CSS px. */
  readonly top: number
  /** Indices of the rows in sight; none are where `last` is less than `first`. */
  readonly first: number
  readonly last: number
  /** Those of them that the painter does not have from the scene before, or that look otherwise now. */
  readonly rows: readonly PaintedRow[]
  /** Lines of the ruler, in px from the left of the bars. */
  readonly lines: readonly number[]
}

export interface TextLook {
  readonly font: string
  readonly colour: string
  /** Room beside it, in px. */
  readonly before: number
  readonly after: number
  readonly struck: boolean
}

/** An icon, a badge or a mark, as it lies in the document; px from its left and from its middle. */
export interface Picture {
  readonly width: number
  readonly after: number
  readonly parts: readonly PicturePart[]
}

export type PicturePart =
  | {
      readonly kind: 'frame'
      readonly x: number
      readonly y: number
      readonly width: number
      readonly height: number
      readonly radius: number
      readonly fill: string | null
      readonly line: string | null
    }
  | { readonly kind: 'text'; readonly x: number; readonly text: string; readonly font: string; readonly colour: string }
  | {
      readonly kind: 'shape'
      readonly x: number
      readonly y: number
      readonly scale: number
      /** In the syntax of SVG's `d`. */
      readonly path: string
      readonly fill: string | null
      readonly line: string | null
      readonly lineWidth: number
      readonly dash: readonly number[]
    }

export interface ColumnPlace {
  /** In px. */
  readonly left: number
  readonly width: number
  readonly right: boolean
  /** Between two pieces. */
  readonly gap: number
  readonly bars: boolean
}

export interface BoxLook {
  readonly top: number
  readonly height: number
  readonly radius: number
  readonly colour: string
  readonly hatched: boolean
}

/** How all of it looks: colours, fonts and measures as the document has them now. */
export interface Look {
  /** Of the canvas, in px: below the header and the pinned rows. */
  readonly top: number
  readonly width: number
  readonly height: number
  /** Device pixels a CSS px. */
  readonly ratio: number
  readonly rowHeight: number
  readonly colours: Readonly<Record<'ground' | 'line' | 'rail' | 'accent' | 'bad' | 'selected' | 'mate', string>>
  readonly texts: Readonly<Record<string, TextLook>>
  readonly pictures: Readonly<Record<string, Picture>>
  readonly boxes: Readonly<Record<string, BoxLook>>
  readonly columns: readonly ColumnPlace[]
}

export type ToPainter =
  | { readonly kind: 'canvas'; readonly canvas: OffscreenCanvas }
  | { readonly kind: 'look'; readonly look: Look }
  | { readonly kind: 'paint'; readonly scene: Scene }
  /** Leaves the ground alone, so that no old rows are seen when the canvas is shown again. */
  | { readonly kind: 'clear' }

/** A scene is on the canvas. */
export interface FromPainter {
  readonly kind: 'painted'
}
