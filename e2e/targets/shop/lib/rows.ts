export interface Row {
  id: number
  sku: string
  name: string
  warehouse: string
  movedAt: string
  note: string
}

const WORDS = ['oak', 'ash', 'brass', 'linen', 'opal', 'walnut', 'wool', 'steel', 'paper', 'stone']

/** Stock movements that are about `bytes` long as JSON, the same on every call. */
export function rowsOf(bytes: number): Row[] {
  const rows: Row[] = []
  for (let id = 1, size = 2; size < bytes; id++) {
    const word = (offset: number) => WORDS[(id * 7 + offset * 3) % WORDS.length] ?? 'oak'
    const row = {
      id,
      sku: `LO-${String(10_000 + id * 37).padStart(6, '0')}`,
      name: `${word(1)} ${word(2)} no. ${id}`,
      warehouse: ['Bergen', 'Kassel', 'Porto'][id % 3] ?? 'Bergen',
      movedAt: `2026-11-${String(1 + (id % 28)).padStart(2, '0')}T${String(id % 24).padStart(2, '0')}:15:00Z`,
      note: `${word(3)} and ${word(4)} moved beside ${word(5)}, checked by hand`,
    }
    rows.push(row)
    size += JSON.stringify(row).length + 1
  }
  return rows
}
