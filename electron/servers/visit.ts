import { fail, ok, type Result } from '../../shared/problem.ts'
import { openInspector } from '../inspector/open.ts'
import type { InspectorSession } from '../inspector/session.ts'
import { takeTurn } from '../inspector/turn.ts'
import { giveUp, goalOf } from './attach.ts'
import { type System, thisSystem } from './system.ts'
import { resolveTarget } from './target.ts'

/**
 * Opens the inspector of a running server for as long as `work` takes, and leaves it as it was. Meanwhile no attach is made, and where it was closed before, port 9229 is taken: `work`
 * should end within half a minute. Problems: those of `resolveTarget` and `openInspector`, and `work`'s own.
 */
export async function visit<T>(
  target: string,
  work: (session: InspectorSession) => Promise<Result<T>>,
  system: System = thisSystem(),
): Promise<Result<T>> {
  const resolved = await resolveTarget(target, system)
  if (!resolved.ok) return resolved
  if (resolved.value.kind === 'far')
    return fail(
      'inspector-refused',
      'This server is only reached over its inspector’s connection, which is in use.',
      'Start Propscope where the server runs.',
    )
  const { located, inspectorPort } = resolved.value
  const { pid } = located.server
  const turn = await takeTurn()
  try {
    const opened = await openInspector(goalOf(located, inspectorPort), system)
    if (!opened.ok) return opened
    try {
      const done = await work(opened.value.session)
      return done.ok ? ok(done.value) : done
    } finally {
      await giveUp(opened.value, pid, system)
    }
  } finally {
    turn.release()
  }
}
