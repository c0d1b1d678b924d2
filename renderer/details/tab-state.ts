import { create } from 'zustand'

export const TAB_IDS = ['summary', 'props', 'calls', 'cache', 'error', 'request', 'response', 'wire', 'replay'] as const
export type TabId = (typeof TAB_IDS)[number]

/** The tab of the details: it stays chosen from one exchange to the next. */
export const useTab = create<{ readonly tab: TabId }>()(() => ({ tab: 'summary' }))

export const showTab = (tab: TabId): void => useTab.setState({ tab })
