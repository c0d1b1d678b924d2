import { useStore } from '../state/store.ts'

/** The folder of the project that is attached to, null where none is or it is not known. */
export function useProjectFolder(): string | null {
  return useStore(({ app }) => (app && 'server' in app.connection ? app.connection.server.folder : null))
}
