import { AlignStartVertical, ChartNoAxesGantt, Check, Columns3, Undo2 } from 'lucide-react'
import { changeLayout, FIRST_LAYOUT, useLayout } from '../state/layout-state.ts'
import { useRowsFact } from '../state/rows-hooks.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { Menu, MenuChoice, MenuItem, MenuLine, MenuNote } from '../ui/Menu.tsx'
import { COLUMNS } from './rows/columns.ts'

const BARS = [
  { value: 'own', label: 'Each bar from its own start', icon: <AlignStartVertical /> },
  { value: 'clock', label: 'Bars by the clock', icon: <ChartNoAxesGantt /> },
] as const

/** Which columns there are, and how the bars lie. */
export function ListMenu() {
  const layout = useLayout()
  const wired = useRowsFact(rows => rows.wired)
  const is = (column: (typeof COLUMNS)[number]) => layout.shown[column.id] ?? column.shown({ wired, wireOnly: false })
  return (
    <Menu align="end" trigger={<IconButton label="Columns and bars" icon={<Columns3 />} />}>
      <MenuNote>Bars</MenuNote>
      <MenuChoice label="Bars" value={layout.bars} onChange={bars => changeLayout({ bars })} choices={BARS} />
      <MenuLine />
      <MenuNote>Columns, as far as there is room</MenuNote>
      {COLUMNS.filter(({ id }) => id !== 'result' && id !== 'url').map(column => (
        <MenuItem
          key={column.id}
          icon={is(column) ? <Check /> : null}
          checked={is(column)}
          onSelect={() => changeLayout({ shown: { ...layout.shown, [column.id]: !is(column) } })}
        >
          {column.name}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem
        icon={<Undo2 />}
        onSelect={() => changeLayout({ shown: FIRST_LAYOUT.shown, widths: FIRST_LAYOUT.widths, sorting: null })}
      >
        As at first
      </MenuItem>
    </Menu>
  )
}
