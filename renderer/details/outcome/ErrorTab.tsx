import type { Exchange } from '../../../shared/exchange.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { safeBlock, safeText, shorten } from '../../ui/safe-text.ts'
import { Card } from '../parts/Card.tsx'
import { Captured, Pairs } from '../parts/Pairs.tsx'
import { Frames } from '../stack/Frames.tsx'
import { causeChain, type SeenError } from '../stack/frames.ts'
import styles from './ErrorTab.module.css'
import { Mistakes } from './Mistakes.tsx'
import { isRefused } from './outcome-words.ts'

/** Characters of a message or a stack that are shown; the whole of it can be copied. */
const LONGEST = 20_000

/** What failed: in the call, or after it while the page was rendered. */
export function ErrorTab({ exchange }: { readonly exchange: Exchange }) {
  const { call, renderError } = exchange
  const { origin } = exchange.server
  const title = isRefused(exchange) ? 'Next refused what getServerSideProps returned' : 'Thrown by getServerSideProps'
  return (
    <>
      {call && call.mistakes.length > 0 ? <Mistakes mistakes={call.mistakes} /> : null}
      {call?.error ? <Chain error={call.error} title={title} origin={origin} /> : null}
      {renderError ? <Chain error={renderError} title="Failed while the page was rendered" origin={origin} /> : null}
    </>
  )
}

interface ChainProps {
  readonly error: SeenError
  readonly title: string
  /** Of the server that threw. */
  readonly origin: string
}

function Chain({ error, title, origin }: ChainProps) {
  const { errors, more } = causeChain(error)
  return (
    <>
      {errors.map((each, depth) => (
        // A chain never changes its order.
        // biome-ignore lint/suspicious/noArrayIndexKey: causes have no other identity than their depth
        <Card key={depth} title={depth === 0 ? title : `Caused by${depth === 1 ? '' : ` (${depth} deep)`}`}>
          <One error={each} origin={origin} />
        </Card>
      ))}
      {more ? <p className={styles['more']}>The chain of causes goes on; the raw stack may hold the rest.</p> : null}
    </>
  )
}

function One({ error, origin }: Omit<ChainProps, 'title'>) {
  const { name, message, code, stack, frames } = error
  return (
    <div className={styles['error']}>
      <p className={styles['name']}>
        {name === null ? 'Something that is no Error was thrown' : safeText(name)}
        {code === null ? null : <Captured>{code}</Captured>}
      </p>
      <pre className={styles['message']}>{message === '' ? '(no message)' : safeBlock(shorten(message, LONGEST))}</pre>
      {name === null ? (
        <Pairs
          pairs={[{ name: 'Hint', value: 'Throw an Error instead: only that has a stack that leads to the line.' }]}
        />
      ) : null}
      {frames.length > 0 ? <Frames frames={frames} origin={origin} /> : null}
      {stack === null ? (
        <p className={styles['none']}>No stack was captured.</p>
      ) : (
        <div className={styles['raw']}>
          <details>
            <summary>Raw stack</summary>
            <pre>{safeBlock(shorten(stack, LONGEST))}</pre>
          </details>
          <CopyButton label="Copy the raw stack" text={stack} />
        </div>
      )}
    </div>
  )
}
