import { feed } from './backend.ts'
import { useStore } from './store.ts'

/** Selects a row; `open` also opens the details. */
export function select(id: string, open: boolean): void {
  // Nobody chooses what is not there to be seen.
  if (feed.listed.get(id) === undefined && feed.shown.get(id) !== undefined) feed.fold(id, true)
  useStore.setState(state => ({ selected: id, detailsOpen: open || state.detailsOpen }))
}

/** Moves the selection by `step` among the rows that are shown; starts at the near end where none is. */
export function moveSelection(step: number): void {
  const rows = feed.listed
  if (rows.length === 0) return
  const { selected } = useStore.getState()
  const at = selected === null ? -1 : rows.indexOf(selected)
  const from = at >= 0 ? at : step > 0 ? -1 : rows.length
  const next = Math.min(rows.length - 1, Math.max(0, from + step))
  const row = rows.at(next)
  if (row) useStore.setState({ selected: row.id })
}

/** Opens or folds the repeat that the chosen row is of; the first row of it is chosen where the others go. */
export function foldSelected(open: boolean | null): void {
  const { selected } = useStore.getState()
  const leader = selected === null ? null : feed.fold(selected, open)
  if (leader !== null && selected !== null && feed.listed.get(selected) === undefined)
    useStore.setState({ selected: leader })
}

/** Folds all navigations, or shows all of their requests; what was chosen stays, or the row that stands for it is. */
export function foldAll(open: boolean): void {
  feed.foldAll(open)
  const { selected } = useStore.getState()
  const row = selected === null ? undefined : feed.shown.get(selected)
  if (row && feed.listed.get(row.id) === undefined && row.navigation !== null)
    useStore.setState({ selected: row.navigation })
}

export function closeDetails(): void {
  useStore.setState({ detailsOpen: false })
}
