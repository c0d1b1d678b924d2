import type { Exchange } from '../../../shared/exchange.ts'
import { useRow } from '../../state/rows-hooks.ts'
import { select } from '../../state/selection.ts'
import { displayUrl } from '../../timeline/texts.ts'
import { Button } from '../../ui/Button.tsx'
import { safeText, shorten } from '../../ui/safe-text.ts'
import { Card } from '../parts/Card.tsx'

/** The way back to the call that sent this request; nothing where no call of this server did. */
export function CausedBy({ exchange }: { readonly exchange: Exchange }) {
  const { causedBy } = exchange
  const row = useRow(causedBy ?? '')
  if (causedBy === null) return null
  return (
    <Card title="Sent by the server itself">
      <p>
        getServerSideProps of {row ? <code>{safeText(shorten(displayUrl(row), 200))}</code> : 'another request'} made
        this request, over HTTP to its own server.{' '}
        {row ? (
          <Button size="small" variant="quiet" onClick={() => select(causedBy, true)}>
            Open that request
          </Button>
        ) : (
          'That request is not kept any more.'
        )}
      </p>
    </Card>
  )
}
