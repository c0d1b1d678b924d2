import { type Command, registerCommands } from '../commands/registry.ts'
import { recordReadsOf } from '../state/reads.ts'
import { useStore } from '../state/store.ts'
import { compareSelected } from './compare-state.ts'
import { replayNow } from './replay-state.ts'

const nothingChosen = () => (useStore.getState().selected === null ? 'choose a request first' : null)

const COMMANDS: readonly Command[] = [
  {
    id: 'request.replay',
    group: 'Request',
    title: 'Replay the request',
    keys: ['r'],
    words: ['again', 'resend', 'repeat'],
    unavailable: nothingChosen,
    run: () => {
      const { selected } = useStore.getState()
      if (selected !== null) void replayNow(selected)
    },
  },
  {
    id: 'request.reads',
    group: 'Request',
    title: 'Replay the request and record which props the render reads',
    words: ['unread', 'unused', 'props', 'reading', 'dead'],
    unavailable: nothingChosen,
    run: () => {
      const { selected } = useStore.getState()
      if (selected !== null) void recordReadsOf(selected)
    },
  },
  {
    id: 'request.compare',
    group: 'Request',
    title: 'Compare the request with another',
    keys: ['d'],
    words: ['diff', 'difference', 'before', 'after'],
    unavailable: nothingChosen,
    run: () => {
      const { selected } = useStore.getState()
      if (selected !== null) compareSelected(selected)
    },
  },
]

/** Call once. */
export const startReplayCommands = (): void => void registerCommands(COMMANDS)
