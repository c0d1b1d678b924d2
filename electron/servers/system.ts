import type { ListeningPort, Machine } from '../inspector/open.ts'
import { createLinuxSystem } from './linux.ts'
import { createPortableSystem } from './portable.ts'

/** A process, as everybody can see it. */
export interface SeenProcess {
  readonly pid: number
  readonly parent: number
  /** Command line, split; a process that has set its title has that as the first and only one. */
  readonly args: readonly string[]
}

/** What only its own user can see, as far as it can be seen. */
export interface ProcessDetails {
  /** Effective user; null where the platform does not tell. */
  readonly user: number | null
  /** The pid that it has inside its container; the same as outside where it is in none. */
  readonly pidInside: number
  readonly cwd: string | null
  /** As it was when the process started. */
  readonly env: Readonly<Record<string, string>> | null
  /** Its network is not ours (a container), so none of its ports is. */
  readonly foreignNetwork: boolean
}

/** A socket of another user, of whom only this can be seen. */
export interface UserPort extends ListeningPort {
  readonly user: number
}

/** What a platform tells of processes and ports. Nothing here throws because a process vanished. */
export interface System extends Machine {
  /** Our own user; null where the platform has no numbers for users. */
  readonly user: number | null
  processes(): Promise<readonly SeenProcess[]>
  details(pid: number): Promise<ProcessDetails>
  /** Like `listening`, of many. */
  listeningOf(pids: readonly number[]): Promise<ReadonlyMap<number, readonly ListeningPort[]>>
  /** Cheap enough to ask several times a second. */
  isListening(port: number): Promise<boolean>
  portsOfOthers(): Promise<readonly UserPort[]>
}

let own: System | null = null

export function thisSystem(): System {
  own ??= process.platform === 'linux' ? createLinuxSystem() : createPortableSystem()
  return own
}
