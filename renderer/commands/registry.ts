import { useEffect } from 'react'
import { create } from 'zustand'

export const COMMAND_GROUPS = ['Requests', 'Request', 'Filter', 'View', 'Capture', 'Help', 'Pages'] as const
export type CommandGroup = (typeof COMMAND_GROUPS)[number]

/** Something that the user can do, by a key or from the palette. */
export interface Command {
  /** Stable and unique, e.g. `request.replay`. */
  readonly id: string
  readonly group: CommandGroup
  /** In the imperative: `Replay the request`. */
  readonly title: string
  /** Chords as `chordOf` writes them: `j`, `ArrowDown`, `Mod+k`; the first is the one to show first. */
  readonly keys?: readonly string[]
  /** Other words by which the palette finds it. */
  readonly words?: readonly string[]
  /** Why it cannot be done now, in a few words; null or left out: it can be. */
  readonly unavailable?: () => string | null
  readonly run: () => void
  /** Not in the palette, where it would mean nothing: moving in a list that the palette covers. */
  readonly keyOnly?: boolean
}

/** All commands that are there now, in the order in which they were added. */
export const useRegistry = create<{
  readonly commands: readonly Command[]
  /** What can be gone to depends on what was captured: asked for when the palette opens. */
  readonly places: readonly (() => readonly Command[])[]
}>()(() => ({ commands: [], places: [] }))

/** Adds commands of the palette that are made when it opens. */
export const registerPlaces = (places: () => readonly Command[]): void =>
  useRegistry.setState(state => ({ places: [...state.places, places] }))

/** Adds commands; returns the way to take them out again. A later one with the same id stands in front of an earlier one until it is taken out. */
export function registerCommands(added: readonly Command[]): () => void {
  useRegistry.setState(({ commands }) => ({ commands: [...commands, ...added] }))
  return () => useRegistry.setState(({ commands }) => ({ commands: commands.filter(one => !added.includes(one)) }))
}

/** The commands of a component, as long as it is mounted. `commands` must be the same array until they change. */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => registerCommands(commands), [commands])
}

/** Those that count: of several with one id the last. */
export function activeCommands(commands: readonly Command[]): readonly Command[] {
  return [...new Map(commands.map(command => [command.id, command])).values()]
}

export const whyNot = (command: Command): string | null => command.unavailable?.() ?? null

/** What the chord does now; null where nothing has it. */
export function commandFor(chord: string): Command | null {
  return activeCommands(useRegistry.getState().commands).findLast(({ keys }) => keys?.includes(chord)) ?? null
}
