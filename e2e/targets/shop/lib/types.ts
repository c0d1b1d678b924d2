/** What the upstream API answers with; prices are in whole euros. */
export type ArtKind =
  | 'pendant'
  | 'dome'
  | 'globe'
  | 'table-lamp'
  | 'floor-lamp'
  | 'arc'
  | 'dining-chair'
  | 'lounge'
  | 'stool'
  | 'sofa'
  | 'round-table'
  | 'table'
  | 'desk'
  | 'shelf'
  | 'vase'
  | 'mirror'
  | 'clock'
  | 'rug'

export type Category = 'lamps' | 'chairs' | 'tables' | 'storage' | 'objects'

export interface Product {
  id: number
  name: string
  maker: string
  category: Category
  price: number
  /** Before the sale, null where there is none. */
  was: number | null
  art: ArtKind
  /** Main colour, second colour and the wall behind, as CSS colours. */
  colours: [string, string, string]
  material: string
  size: string
  blurb: string
  rating: number
  reviewCount: number
  stock: number
}

export interface Review {
  author: string
  stars: number
  title: string
  text: string
  date: string
}

export interface Customer {
  id: string
  name: string
  email: string
  since: number
  city: string
}

export interface Order {
  number: string
  placed: string
  status: 'delivered' | 'on its way' | 'in the workshop'
  total: number
  items: number[]
}

export interface CartLine {
  product: Product
  quantity: number
}
