import { X } from 'lucide-react'
import type { FoundIn } from '../../shared/api.ts'
import { masked } from '../../shared/json/secrets.ts'
import { closeEverywhere, type Everywhere, stopEverywhere, useEverywhere } from '../state/everywhere.ts'
import { Button } from '../ui/Button.tsx'
import { formatCount, formatCountOf } from '../ui/format.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { safeText, shorten } from '../ui/safe-text.ts'
import styles from './FoundEverywhere.module.css'

export interface FoundEverywhereProps {
  /** Goes to an exchange, and to a place in its props. */
  readonly onOpen: (id: string, path: string) => void
}

/** Which of all captured exchanges hold what was looked for; nothing while nothing was. */
export function FoundEverywhere({ onOpen }: FoundEverywhereProps) {
  const state = useEverywhere(({ search }) => search)
  if (state === null) return null
  const pages = new Set(state.found.map(one => one.page ?? one.url)).size
  return (
    <section className={styles['panel']} aria-label="Found in all exchanges">
      <header className={styles['head']}>
        <p role="status">
          {state.problem === null ? (
            <>
              <b>{formatCountOf(state.found.length, 'exchange')}</b> of {formatCountOf(pages, 'page')} hold it;{' '}
              {formatCount(state.searched)} of {formatCount(state.of)} searched
              {state.state === 'stopped' ? ', stopped' : ''}
              {wordsOfTrouble(state)}
            </>
          ) : (
            safeText(state.problem)
          )}
        </p>
        {state.state === 'running' ? (
          <Button size="small" onClick={stopEverywhere}>
            Stop
          </Button>
        ) : null}
        <IconButton label="Close the list" icon={<X />} onClick={closeEverywhere} />
      </header>
      {state.state === 'running' ? (
        <progress value={state.searched} max={Math.max(1, state.of)} aria-label="Progress" />
      ) : null}
      <ul className={styles['list']}>
        {state.found.map(one => (
          <Found key={one.id} found={one} onOpen={onOpen} />
        ))}
      </ul>
    </section>
  )
}

function Found({ found, onOpen }: { readonly found: FoundIn; readonly onOpen: FoundEverywhereProps['onOpen'] }) {
  const { id, page, url, count, hits } = found
  return (
    <li>
      <p className={styles['where']}>
        <b>{safeText(page ?? 'no page')}</b> <span>{safeText(shorten(url, 120))}</span>
        <small>{formatCountOf(count, 'hit')}</small>
      </p>
      {hits.map(hit => (
        <button key={hit.path} type="button" className={styles['hit']} onClick={() => onOpen(id, hit.path)}>
          <code>{safeText(shorten(hit.path, 120))}</code>
          {hit.inKey ? <i>the key</i> : <span>{safeText(shorten(masked(hit.text), 160))}</span>}
        </button>
      ))}
    </li>
  )
}

function wordsOfTrouble({ notKept, unreadable, slow }: Everywhere): string {
  const words = [
    notKept > 0 ? `${formatCount(notKept)} no longer kept` : null,
    unreadable > 0 ? `${formatCount(unreadable)} no JSON` : null,
    slow > 0 ? `${formatCount(slow)} took too long` : null,
  ].filter(one => one !== null)
  return words.length === 0 ? '' : ` (${words.join(', ')})`
}
