import type { Exchange } from '../../../shared/exchange.ts'
import { assertNever } from '../../../shared/units.ts'
import { PropsInspector } from '../../props/PropsInspector.tsx'
import { type KnownSecret, type PropsMemory, useProps } from '../../props/use-props.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { formatBytes } from '../../ui/format.ts'
import { safeText } from '../../ui/safe-text.ts'
import { noPropsWhy } from '../Head.tsx'
import { isRefused } from '../outcome/outcome-words.ts'
import { BrokenProps } from './BrokenProps.tsx'
import { LostValues } from './LostValues.tsx'
import styles from './PropsTab.module.css'

/** What getServerSideProps returned as props: what JSON loses of it, and the tree with sizes. */
export function PropsTab({ exchange, memory }: { readonly exchange: Exchange; readonly memory: PropsMemory }) {
  const { props } = exchange
  if (props === null) {
    if (exchange.source === 'tap' && exchange.unkept !== null) {
      return (
        <EmptyState title="The props are not known">
          {sentence(noPropsWhy(exchange))} The answer was forwarded whole. Send the request again, and what props it
          holds are here.
        </EmptyState>
      )
    }
    return (
      <EmptyState title={exchange.state === 'running' ? 'No props yet' : 'No props'}>
        {sentence(noPropsWhy(exchange))}
      </EmptyState>
    )
  }
  return (
    <>
      <LostValues exchange={exchange} />
      {props.truncated ? (
        <p className={styles['cut']}>
          <b>Cut off:</b> the bytes that were captured are not all there were. Sizes are those of what was captured.
        </p>
      ) : null}
      <Payload
        id={exchange.id}
        version={`${exchange.state} ${props.bytes ?? ''}`}
        absent={absenceOf(exchange)}
        memory={memory}
        origin={exchange.server.origin}
        secrets={exchange.secrets ?? []}
      />
    </>
  )
}

interface PayloadProps {
  readonly id: string
  /** Changes when the payload may have. */
  readonly version: string
  /** What to say where the payload is not there. */
  readonly absent: Absence
  readonly memory: PropsMemory
  readonly origin: string
  readonly secrets: readonly KnownSecret[]
}

function Payload({ id, version, absent, memory, origin, secrets }: PayloadProps) {
  const loaded = useProps(id, `${id} ${version}`, memory, secrets)
  switch (loaded.kind) {
    case 'reading':
      return (
        <Progress
          words={
            loaded.total === null
              ? 'Reading the props …'
              : `Reading the props: ${formatBytes(loaded.loaded)} of ${formatBytes(loaded.total)} …`
          }
          share={loaded.total === null ? null : loaded.loaded / Math.max(1, loaded.total)}
        />
      )
    case 'indexing':
      return <Progress words={`Measuring ${formatBytes(loaded.total)} of props …`} share={1} />
    case 'none':
      return <EmptyState title={absent.title}>{absent.words}</EmptyState>
    case 'failed':
      return <EmptyState title="The props could not be read">{safeText(loaded.message)}</EmptyState>
    case 'broken':
      return <BrokenProps {...loaded.is} short={loaded.short} />
    case 'ready':
      return (
        <PropsInspector
          key={version}
          id={id}
          engine={loaded.engine}
          facts={loaded.facts}
          memory={memory}
          origin={origin}
        />
      )
    default:
      return assertNever(loaded)
  }
}

interface Absence {
  readonly title: string
  readonly words: string
}

/** Why the call returned props and they cannot be shown. */
function absenceOf(exchange: Exchange): Absence {
  if (exchange.state === 'running') {
    return {
      title: 'The call has returned props',
      words: 'They are shown as soon as the answer that carries them is out.',
    }
  }
  if (isRefused(exchange)) {
    return {
      title: 'Next refused these props',
      words:
        'They never left the server, so that there are no bytes to show. Take the values out that JSON does not keep.',
    }
  }
  if (exchange.unkept !== null) {
    return {
      title: 'Not kept: the server was under load',
      words:
        'A server that is asked this fast keeps its time for its answers. Replay this request, and its props are here.',
    }
  }
  return {
    title: 'The props themselves are not kept',
    words:
      'They were not captured, or were let go to keep the store within its bound. Send the request again to see them.',
  }
}

function Progress({ words, share }: { readonly words: string; readonly share: number | null }) {
  return (
    <div className={styles['progress']} role="status">
      {words}
      {share === null ? null : <progress value={share} max={1} aria-label="Progress" />}
    </div>
  )
}

const sentence = (words: string) => `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}.`
