import { type Command, registerCommands } from '../commands/registry.ts'
import { useStore } from '../state/store.ts'
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
]

/** Call once. */
export const startReplayCommands = (): void => void registerCommands(COMMANDS)
