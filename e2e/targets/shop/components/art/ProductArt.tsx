import { useId } from 'react'
import type { ArtKind, Product } from '../../lib/types'
import { DiningChair, Lounge, Sofa, Stool } from './chairs'
import { Arc, Dome, FloorLamp, Globe, Pendant, TableLamp } from './lamps'
import { Clock, Desk, LongTable, Mirror, RoundTable, Rug, Shelf, Vase } from './pieces'

export interface ArtProps {
  main: string
  second: string
  /** For gradients: unique on the page. */
  id: string
}

const drawings: Record<ArtKind, (props: ArtProps) => React.ReactNode> = {
  pendant: Pendant,
  dome: Dome,
  globe: Globe,
  'table-lamp': TableLamp,
  'floor-lamp': FloorLamp,
  arc: Arc,
  'dining-chair': DiningChair,
  lounge: Lounge,
  stool: Stool,
  sofa: Sofa,
  'round-table': RoundTable,
  table: LongTable,
  desk: Desk,
  shelf: Shelf,
  vase: Vase,
  mirror: Mirror,
  clock: Clock,
  rug: Rug,
}

const hanging = new Set<ArtKind>(['pendant', 'dome', 'globe', 'mirror', 'clock'])

/** A product's picture, drawn from its data: wall, floor, shadow, and the thing itself. */
export function ProductArt({ product }: { product: Pick<Product, 'art' | 'colours' | 'name'> }) {
  const id = useId()
  const [main, second, wall] = product.colours
  const Drawing = drawings[product.art]
  return (
    <svg className="art" viewBox="0 0 240 240" role="img" aria-label={product.name}>
      <rect width="240" height="240" fill={wall} />
      {!hanging.has(product.art) && (
        <>
          <rect y="178" width="240" height="62" fill="#00000010" />
          <ellipse cx="120" cy="203" rx="92" ry="7" fill="#00000018" />
        </>
      )}
      <Drawing main={main} second={second} id={id} />
    </svg>
  )
}
