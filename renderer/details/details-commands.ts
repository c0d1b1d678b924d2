import { type Command, registerCommands } from '../commands/registry.ts'
import { feed } from '../state/backend.ts'
import { useStore } from '../state/store.ts'
import { rowStatus } from '../timeline/row-status.ts'
import { showTab, TAB_IDS, type TabId } from './tab-state.ts'

const WORDS: Readonly<Record<TabId, readonly string[]>> = {
  summary: ['overview', 'findings', 'phases', 'navigation'],
  props: ['json', 'data', 'value', 'tree'],
  calls: ['upstream', 'fetch', 'queries'],
  cache: ['cache-control', 'headers', 'policy'],
  error: ['stack', 'exception', 'throw'],
  request: ['headers', 'cookies', 'query', 'params', 'body'],
  response: ['headers', 'body', 'cookies', 'status'],
  wire: ['bytes', 'headers', 'tap', 'times'],
  replay: ['compose', 'send', 'again'],
}

const chosen = () => {
  const { selected } = useStore.getState()
  return selected === null ? undefined : feed.all.get(selected)
}

function whyNot(tab: TabId): string | null {
  const row = chosen()
  if (!row) return 'choose a request first'
  return tab === 'error' && rowStatus(row) !== 'error' ? 'nothing failed' : null
}

const COMMANDS: readonly Command[] = TAB_IDS.map(tab => ({
  id: `details.${tab}`,
  group: 'Request',
  title: `Show ${tab === 'request' || tab === 'response' ? `the ${tab}: its headers and body` : `the ${tab}`}`,
  words: ['tab', 'details', ...WORDS[tab]],
  unavailable: () => whyNot(tab),
  run: () => {
    useStore.setState({ detailsOpen: true })
    showTab(tab)
  },
}))

/** A command for each tab of the details; call once. */
export const startDetailsCommands = (): void => void registerCommands(COMMANDS)
