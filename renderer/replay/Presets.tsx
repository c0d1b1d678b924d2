import type { Outgoing, PreparedReplay } from '../../shared/replay.ts'
import {
  asBot,
  asData,
  asDocument,
  headerOf,
  inLocale,
  isDataUrl,
  withoutCookies,
} from '../../shared/replay-request.ts'
import { Button } from '../ui/Button.tsx'
import styles from './Presets.module.css'

export interface PresetsProps {
  readonly prepared: PreparedReplay
  readonly request: Outgoing
  readonly onChange: (request: Outgoing) => void
}

/** Changes that one often wants, each one press. */
export function Presets({ prepared, request, onChange }: PresetsProps) {
  const { page, locales, buildId } = prepared
  const facts = prepared
  const isData = isDataUrl(request.url)
  return (
    <fieldset className={styles['presets']} aria-label="Presets">
      <Button
        size="small"
        disabled={headerOf(request.headers, 'cookie') === null}
        title="As somebody who was never here"
        onClick={() => onChange(withoutCookies(request))}
      >
        No cookies
      </Button>
      <Button
        size="small"
        title="Named as Google’s crawler, without cookies and without what browsers say of themselves"
        onClick={() => onChange(asBot(request))}
      >
        As a bot
      </Button>
      {isData ? (
        <Button
          size="small"
          title="The page as the address bar asks for it"
          onClick={() => onChange(asDocument(request, page, facts))}
        >
          As a document
        </Button>
      ) : (
        <Button
          size="small"
          disabled={buildId === null}
          title={
            buildId === null
              ? 'The build that the server serves is not known yet: send the page as a document first'
              : 'The props of the page as Next’s router asks for them'
          }
          onClick={() => buildId !== null && onChange(asData(request, page, facts, buildId))}
        >
          As a client transition
        </Button>
      )}
      {locales.length === 0 ? null : (
        <label className={styles['locale']}>
          Locale
          <select
            className={styles['select']}
            value=""
            onChange={event => onChange(inLocale(request, page, facts, event.target.value))}
          >
            <option value="" disabled>
              other…
            </option>
            {locales.map(locale => (
              <option key={locale} value={locale}>
                {locale}
              </option>
            ))}
          </select>
        </label>
      )}
    </fieldset>
  )
}
