import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * Takes a lock that is a folder holding its owner's pid; the lock of a dead process is taken over.
 * @param {string} folder
 * @returns {(() => void) | null} the release, or null where a living process holds it
 */
export function tryLock(folder) {
  mkdirSync(dirname(folder), { recursive: true })
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      mkdirSync(folder)
      writeFileSync(join(folder, 'pid'), String(process.pid))
      return () => rmSync(folder, { recursive: true, force: true })
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
      if (isHeld(folder)) return null
      // Renamed first, so that of two who find the same dead lock only one takes it away.
      const grave = `${folder}.dead-${process.pid}`
      try {
        renameSync(folder, grave)
        rmSync(grave, { recursive: true, force: true })
      } catch {
        // Somebody else was faster.
      }
    }
  }
  return null
}

/**
 * Runs `work` while holding the lock; waits for whoever holds it (another server that installs or builds the same app).
 * @template T
 * @param {string} folder
 * @param {() => Promise<T>} work
 * @param {() => void} onWait called once, before the first wait
 * @returns {Promise<T>}
 */
export async function withLock(folder, work, onWait) {
  let release = tryLock(folder)
  if (!release) onWait()
  while (!release) {
    await wait(200)
    release = tryLock(folder)
  }
  try {
    return await work()
  } finally {
    release()
  }
}

/** @param {string} folder */
function isHeld(folder) {
  let pid = ''
  try {
    pid = readFileSync(join(folder, 'pid'), 'utf8')
  } catch {
    // Between mkdir and the write of the pid: somebody is just taking it.
    return true
  }
  try {
    process.kill(Number(pid), 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** @param {unknown} error */
export function codeOf(error) {
  return error instanceof Error && 'code' in error ? String(error.code) : null
}
