import { Star, StarOff } from 'lucide-react'
import { changeFilter } from '../state/filter-state.ts'
import { Menu, MenuItem, MenuLine, MenuNote } from '../ui/Menu.tsx'
import { safeText, shorten } from '../ui/safe-text.ts'
import styles from './FilterBar.module.css'
import { forgetFilter, saveFilter, useSavedFilters } from './saved.ts'

/** Keeps the filter that stands there, and brings back those that were kept. */
export function SavedFilters({ text }: { readonly text: string }) {
  const saved = useSavedFilters(state => state.saved)
  const is = saved.includes(text.trim())
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          className={styles['star']}
          aria-label="Saved filters"
          title="Saved filters"
          data-on={is || undefined}
        >
          <Star />
        </button>
      }
    >
      {is ? (
        <MenuItem icon={<StarOff />} onSelect={() => forgetFilter(text)}>
          Forget this filter
        </MenuItem>
      ) : (
        <MenuItem icon={<Star />} disabled={text.trim() === ''} onSelect={() => saveFilter(text)}>
          Save this filter
        </MenuItem>
      )}
      <MenuLine />
      {saved.length === 0 ? <MenuNote>None is saved yet. They are kept with the project.</MenuNote> : null}
      {saved.map(one => (
        <MenuItem key={one} onSelect={() => changeFilter({ text: one })}>
          <code className={styles['kept']} title={safeText(shorten(one, 400))}>
            {safeText(shorten(one, 400))}
          </code>
        </MenuItem>
      ))}
    </Menu>
  )
}
