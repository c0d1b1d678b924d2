import { create } from 'zustand'
import type { AppInfo, AppState } from '../../shared/api.ts'
import type { LinkStatus } from './link.ts'

/** All of the interface's state but the rows, which `feed` holds and changes in place. */
export interface UiState {
  readonly link: LinkStatus
  /** null before the first answer of the main process. */
  readonly app: AppState | null
  readonly info: AppInfo | null
  /** Id of the selected exchange. */
  readonly selected: string | null
  /** The details pane is open. */
  readonly detailsOpen: boolean
  /** The user asked for the connect screen while there is a timeline. */
  readonly connectOpen: boolean
  /** Id of the server whose requests alone are shown; null: all. */
  readonly chosen: string | null
  /** The tap's panel in the toolbar is open. */
  readonly tapPanel: boolean
  /** Counts up whenever rows changed, at most once a frame. */
  readonly rowsVersion: number
}

export const useStore = create<UiState>()(() => ({
  link: { kind: 'connecting' },
  app: null,
  info: null,
  selected: null,
  detailsOpen: false,
  connectOpen: false,
  chosen: null,
  tapPanel: false,
  rowsVersion: 0,
}))
