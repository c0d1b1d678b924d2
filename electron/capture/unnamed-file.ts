import { closeSync, ftruncateSync, openSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file without a name, only this user's: gone with the process, however that ends. Windows keeps the name until it is closed. Throws where none can be made. */
export function openUnnamed(kind: string): { readonly fd: number; close(): void } {
  const path = join(tmpdir(), `propscope-${kind}-${process.pid}-${performance.now()}`)
  const fd = openSync(path, 'wx+', 0o600)
  const unlink = () => {
    try {
      unlinkSync(path)
    } catch {
      // It has no name any more, or not yet none.
    }
  }
  unlink()
  return {
    fd,
    close() {
      ftruncateSync(fd, 0)
      closeSync(fd)
      unlink()
    },
  }
}
