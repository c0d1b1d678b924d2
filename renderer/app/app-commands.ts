import { EDITORS, type EditorName } from '../../shared/api.ts'
import { type Command, registerCommands } from '../commands/registry.ts'
import { openSurface } from '../commands/surfaces.ts'
import { FILTER_ID } from '../filter/FilterBar.tsx'
import { SERVERS_ID } from '../servers/ServerChip.tsx'
import { backend, feed } from '../state/backend.ts'
import { closeDetails, moveSelection } from '../state/selection.ts'
import { isLookedAt } from '../state/servers.ts'
import { useStore } from '../state/store.ts'
import { setTheme, THEMES } from '../state/theme.ts'
import { TAP_ID } from '../tap/TapChip.tsx'

/** Rows that End and Home move by: more than there can be. */
const ALL = 1e9

const EDITOR_NAMES: Readonly<Record<EditorName, string>> = {
  auto: 'the editor that runs',
  code: 'VS Code',
  cursor: 'Cursor',
  webstorm: 'WebStorm',
  idea: 'IntelliJ IDEA',
  zed: 'Zed',
  subl: 'Sublime Text',
}

const noRows = () => (feed.listed.length === 0 ? 'no requests in the list' : null)
const nothingChosen = () => (useStore.getState().selected === null ? 'choose a request first' : null)
const notRecording = () => {
  const app = useStore.getState().app
  if (app === null) return 'not connected'
  return app.servers.some(isLookedAt) ? null : 'no server is watched'
}
const focusTimeline = () => document.getElementById('timeline')?.focus()

const COMMANDS: readonly Command[] = [
  {
    id: 'app.palette',
    group: 'Help',
    title: 'All commands',
    keys: ['Mod+k'],
    keyOnly: true,
    run: () => openSurface('palette'),
  },
  {
    id: 'requests.next',
    group: 'Requests',
    title: 'Next request',
    keys: ['j', 'ArrowDown'],
    unavailable: noRows,
    run: () => moveSelection(1),
    keyOnly: true,
  },
  {
    id: 'requests.previous',
    group: 'Requests',
    title: 'Previous request',
    keys: ['k', 'ArrowUp'],
    unavailable: noRows,
    run: () => moveSelection(-1),
    keyOnly: true,
  },
  {
    id: 'requests.first',
    group: 'Requests',
    title: 'First request',
    keys: ['Home'],
    unavailable: noRows,
    run: () => moveSelection(-ALL),
  },
  {
    id: 'requests.last',
    group: 'Requests',
    title: 'Last request',
    keys: ['End'],
    words: ['newest'],
    unavailable: noRows,
    run: () => moveSelection(ALL),
  },
  {
    id: 'request.open',
    group: 'Request',
    title: 'Open the details',
    keys: ['Enter'],
    unavailable: nothingChosen,
    run: () => useStore.setState(({ selected }) => ({ detailsOpen: selected !== null })),
  },
  {
    id: 'request.close',
    group: 'Request',
    title: 'Close the details',
    keys: ['Escape'],
    run: () => {
      closeDetails()
      focusTimeline()
    },
  },
  {
    id: 'filter.edit',
    group: 'Filter',
    title: 'Filter the requests',
    keys: ['/'],
    words: ['search', 'find'],
    run: () => document.getElementById(FILTER_ID)?.focus(),
  },
  {
    id: 'capture.pause',
    group: 'Capture',
    title: 'Pause or resume recording',
    unavailable: notRecording,
    run: () => {
      const on = useStore.getState().app?.capture === 'recording'
      void backend.setCapture(on ? 'paused' : 'recording')
    },
  },
  {
    id: 'capture.clear',
    group: 'Capture',
    title: 'Clear all requests',
    words: ['empty', 'delete'],
    unavailable: () => (feed.all.length === 0 ? 'there are none' : null),
    run: () => void backend.clear(),
  },
  {
    id: 'capture.tap',
    group: 'Capture',
    title: 'Turn the tap on, show its panel',
    keys: ['t'],
    words: ['proxy', 'wire'],
    run: () => {
      // As a click: it turns the tap on where it is off, and the focus comes back to it.
      document.getElementById(TAP_ID)?.focus()
      document.getElementById(TAP_ID)?.click()
    },
  },
  {
    id: 'capture.connect',
    group: 'Capture',
    title: 'Attach to a server',
    words: ['choose', 'connect', 'another'],
    run: () => useStore.setState({ connectOpen: true }),
  },
  {
    id: 'capture.servers',
    group: 'Capture',
    title: 'Servers: switch, detach',
    keys: ['s'],
    words: ['detach', 'choose'],
    run: () => {
      document.getElementById(SERVERS_ID)?.focus()
      document.getElementById(SERVERS_ID)?.click()
    },
  },
  ...THEMES.map(
    (theme): Command => ({
      id: `view.theme.${theme}`,
      group: 'View',
      title: theme === 'system' ? 'Theme as the system' : `${theme === 'dark' ? 'Dark' : 'Light'} theme`,
      words: ['colours', 'appearance', 'mode'],
      run: () => setTheme(theme),
    }),
  ),
  ...EDITORS.map(
    (editor): Command => ({
      id: `view.editor.${editor}`,
      group: 'View',
      title: `Open sources in ${EDITOR_NAMES[editor]}`,
      words: ['editor', 'code', 'file'],
      run: () => void backend.setEditor(editor),
    }),
  ),
  {
    id: 'help.keys',
    group: 'Help',
    title: 'Keys and colours',
    keys: ['?'],
    words: ['shortcuts', 'legend'],
    run: () => openSurface('keys'),
  },
]

/** The commands that are always there; call once. */
export const startCommands = (): void => void registerCommands(COMMANDS)
