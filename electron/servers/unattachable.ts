import type { Problem, ProblemCode } from '../../shared/problem.ts'
import { isAtLeast } from './identify.ts'

export interface Standing {
  readonly pid: number
  readonly port: number
  readonly folder: string | null
  readonly next: string | null
  /** The user whom it belongs to, where that is not us. */
  readonly otherUser: number | null
  readonly foreignNetwork: boolean
  readonly pagesRouter: boolean | null
}

/** Why a server cannot be attached to, gravest first; null where it can. Pure. */
export function unattachable(server: Standing): Problem | null {
  const { pid, port, next } = server
  if (server.otherUser !== null)
    return problem(
      'other-user',
      `Pid ${pid} on port ${port} belongs to another user (uid ${server.otherUser}).`,
      'Start Propscope as the user who runs the server.',
    )
  if (server.foreignNetwork)
    return problem(
      'unsupported-platform',
      `Pid ${pid} listens on port ${port} of another network namespace: it runs in a container.`,
      'Run Propscope inside that container (propscope --browser serves its view from there), or start the server with --inspect and attach to where that port is handed on (localhost:9229).',
    )
  // 13.4 is the first that runs each call inside a span of its tracer; in 12 the renderer's module is watched (agent/next/render-module.ts). Between them
  // `next dev` answers from a process that does not listen itself.
  if (next !== null && !isSupported(next))
    return problem(
      'unsupported-next',
      `Pid ${pid} on port ${port} runs Next.js ${next}; Propscope needs 12, or 13.4 or later.`,
      'Attach to a server of another version, or open the tap in front of this one.',
    )
  if (server.pagesRouter === false)
    return problem(
      'no-pages-router',
      `${server.folder ?? 'The project'} (pid ${pid}, port ${port}) has no Pages Router: no page in pages/, src/pages/ or its build.`,
      'Attach to a server of a project with a pages/ folder: getServerSideProps exists only there.',
    )
  return null
}

const isSupported = (next: string) => isAtLeast(next, 13, 4) || (isAtLeast(next, 12, 0) && !isAtLeast(next, 13, 0))

function problem(code: ProblemCode, message: string, next: string): Problem {
  return { code, message, next, detail: null }
}
