import { feed } from './backend.ts'
import { useStore } from './store.ts'

/** Selects a row; `open` also opens the details. */
export function select(id: string, open: boolean): void {
  useStore.setState(state => ({ selected: id, detailsOpen: open || state.detailsOpen }))
}

/** Moves the selection by `step` among the rows that are shown; starts at the near end where none is. */
export function moveSelection(step: number): void {
  const rows = feed.shown
  if (rows.length === 0) return
  const { selected } = useStore.getState()
  const at = selected === null ? -1 : rows.indexOf(selected)
  const from = at >= 0 ? at : step > 0 ? -1 : rows.length
  const next = Math.min(rows.length - 1, Math.max(0, from + step))
  const row = rows.at(next)
  if (row) useStore.setState({ selected: row.id })
}

export function closeDetails(): void {
  useStore.setState({ detailsOpen: false })
}
