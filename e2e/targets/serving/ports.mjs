import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'

/**
 * A TCP port that was free a moment ago, on all addresses, as `next` listens on all. Somebody may take it before we do:
 * callers retry.
 * @returns {Promise<number>}
 */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port was given')),
      )
    })
  })
}

/**
 * The pid of the process that listens on a TCP port of this machine, null where it cannot be told.
 * @param {number} port
 * @returns {number | null}
 */
export function listenerOf(port) {
  if (process.platform === 'linux') return listenerInProc(port)
  try {
    if (process.platform === 'win32') {
      const lines = execFileSync('netstat', ['-ano', '-p', 'TCP'], { encoding: 'utf8' }).split('\n')
      const line = lines.find(text => text.includes('LISTENING') && new RegExp(`:${port}\\s`).test(text))
      return line ? Number(line.trim().split(/\s+/).at(-1)) : null
    }
    const out = execFileSync('lsof', ['-nP', '-t', `-iTCP:${port}`, '-sTCP:LISTEN'], { encoding: 'utf8' })
    return Number(out.trim().split('\n')[0]) || null
  } catch {
    return null
  }
}

/**
 * The kernel's socket table names the inode that listens; the process is the one with a descriptor of that inode.
 * @param {number} port
 */
function listenerInProc(port) {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  const inodes = new Set()
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of read(table).split('\n').slice(1)) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/)
      if (state === '0A' && local?.endsWith(`:${hex}`)) inodes.add(`socket:[${inode}]`)
    }
  }
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    try {
      for (const fd of readdirSync(`/proc/${pid}/fd`)) {
        if (inodes.has(readlinkSync(`/proc/${pid}/fd/${fd}`))) return Number(pid)
      }
    } catch {
      // Another user's process, or one that has just ended.
    }
  }
  return null
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
