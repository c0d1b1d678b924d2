/** The name of a category as a heading. */
export const sectionNames: Record<string, string> = {
  lamps: 'Lamps',
  chairs: 'Chairs & sofas',
  tables: 'Tables & desks',
  storage: 'Storage',
  objects: 'Objects',
}
