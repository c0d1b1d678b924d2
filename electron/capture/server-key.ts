import { parseTarget } from '../servers/target.ts'

/** The same for origins that lead to the same server: on this machine the port says which one it is, under whatever name it is asked. */
export function serverKey(origin: string): string {
  const target = parseTarget(origin)
  return target.ok && target.value.kind === 'http' ? `port ${target.value.port}` : origin
}
