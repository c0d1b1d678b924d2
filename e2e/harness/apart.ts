import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startForward } from '../../electron/servers/small-forward.ts'
import { type Child, ROOT, startChild } from './child.ts'

/** A program in processes and a network of its own, as in a container: neither its pid nor its ports are ours. */
export interface Apart {
  readonly child: Child
  /** Our port for each of the ports inside that were asked for: what comes there is handed on by another connection. */
  readonly ports: readonly number[]
  end(): Promise<void>
}

const NAMESPACES = ['--fork', '--pid', '--mount-proc', '--net', '--kill-child']
const WITH_LOOPBACK = 'ip link set lo up && exec "$0" "$@"'

/** Why none can be made here, in words; null where one can. */
export function whyNotApart(): string | null {
  if (process.platform !== 'linux') return 'namespaces are of Linux'
  const tried = spawnSync('unshare', [...NAMESPACES, 'sh', '-c', WITH_LOOPBACK, 'true'], { encoding: 'utf8' })
  return tried.status === 0 ? null : `no namespace can be made here: ${tried.error?.message ?? tried.stderr.trim()}`
}

/** Starts `command` there. `inside`: its ports that are handed on. */
export async function startApart(
  command: readonly [string, ...string[]],
  inside: readonly number[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Apart> {
  const folder = mkdtempSync(join(tmpdir(), 'propscope-apart-'))
  const doors = inside.map(port => ({ port, path: join(folder, `${port}.sock`) }))
  const relay = [join(ROOT, 'e2e/harness/apart.mjs'), ...doors.map(({ port, path }) => `${port}=${path}`), '--']
  const child = startChild(
    ['unshare', ...NAMESPACES, 'sh', '-c', WITH_LOOPBACK, process.execPath, ...relay, ...command],
    options,
  )
  const forwards = await Promise.all(doors.map(({ path }) => startForward({ path })))
  return {
    child,
    ports: forwards.map(server => (server.address() as AddressInfo).port),
    async end() {
      // It waits for its child whatever it is told otherwise; with it all in there ends.
      child.kill('SIGKILL')
      await child.exit
      await Promise.all(forwards.map(server => new Promise(resolve => server.close(resolve))))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
