import { useServerOf } from '../../state/servers.ts'

/** The folder of the project that is served at `origin`, null where it is not known. */
export function useProjectFolder(origin: string): string | null {
  return useServerOf(origin)?.server?.folder ?? null
}
