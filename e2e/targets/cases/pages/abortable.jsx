import { show } from '../lib/show'
import { wait } from '../lib/wait'

/**
 * Waits `ms` (2000 without one), whether the client is still there or not, and notes under `key` that it began, that the client
 * went away, and that it ended. `/api/aborted?key=` tells. The call itself always returns props.
 */
export async function getServerSideProps({ req, query }) {
  globalThis.casesAborted ??= {}
  const note = { began: true, closed: false, ended: false }
  globalThis.casesAborted[query.key ?? 'none'] = note
  req.socket.once('close', () => {
    note.closed = true
  })
  await wait(Number(query.ms ?? 2000))
  note.ended = true
  return { props: { key: query.key ?? 'none' } }
}

export default show('abortable')
