import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * Whether this process may read from its terminal. One in the background (`propscope --browser &`) is stopped by the system when it tries;
 * where it cannot be told, the answer is no.
 */
export function isForeground(): boolean {
  if (!process.stdin.isTTY) return false
  if (process.platform === 'win32') return true
  try {
    const [own, foreground] = process.platform === 'linux' ? groupsInProc() : groupsByPs()
    return own !== undefined && own === foreground
  } catch {
    return false
  }
}

/** Our process group, and the one that holds the terminal. The name, which may hold anything, ends at the last bracket. */
function groupsInProc(): (string | undefined)[] {
  const stat = readFileSync('/proc/self/stat', 'utf8')
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return [group, foreground]
}

function groupsByPs(): (string | undefined)[] {
  return execFileSync('ps', ['-o', 'pgid=,tpgid=', '-p', String(process.pid)], { encoding: 'utf8' })
    .trim()
    .split(/\s+/)
}
