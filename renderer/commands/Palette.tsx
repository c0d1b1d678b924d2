import { Dialog } from '@base-ui/react/dialog'
import { Command } from 'cmdk'
import { type RefObject, useRef, useState } from 'react'
import { Kbd } from '../ui/Kbd.tsx'
import { chordParts } from './chord.ts'
import styles from './Palette.module.css'
import { rank } from './rank.ts'
import { activeCommands, COMMAND_GROUPS, type Command as OneCommand, useRegistry, whyNot } from './registry.ts'
import { openSurface, useSurface } from './surfaces.ts'

/** All commands, found by their words. What cannot be done now says why. */
export function Palette() {
  const open = useSurface(({ surface }) => surface === 'palette')
  const chosen = useRef<OneCommand | null>(null)
  const input = useRef<HTMLInputElement>(null)
  return (
    <Dialog.Root
      open={open}
      onOpenChange={next => openSurface(next ? 'palette' : 'none')}
      // The focus is back where it was before the command moves it on.
      onOpenChangeComplete={isOpen => {
        if (isOpen) return
        const command = chosen.current
        chosen.current = null
        command?.run()
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className={styles['backdrop']} />
        <Dialog.Popup className={styles['popup']} initialFocus={input}>
          <Dialog.Title className={styles['title']}>Commands</Dialog.Title>
          <List
            input={input}
            onChoose={command => {
              chosen.current = command
              openSurface('none')
            }}
          />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

interface ListProps {
  readonly input: RefObject<HTMLInputElement | null>
  readonly onChoose: (command: OneCommand) => void
}

function List({ input, onChoose }: ListProps) {
  const all = useRegistry(state => state.commands)
  const places = useRegistry(state => state.places)
  // As they are when the palette is opened: a list that moves cannot be chosen from.
  const [there] = useState(() => places.flatMap(of => of()))
  const commands = [...activeCommands(all).filter(({ keyOnly }) => keyOnly !== true), ...there]
  return (
    <Command label="Commands" loop filter={(_, search, [title = '', ...words] = []) => rank(search, title, words)}>
      <Command.Input ref={input} className={styles['input']} placeholder="What do you want to do?" />
      <Command.List className={styles['list']} label="Commands">
        <Command.Empty className={styles['empty']}>Nothing is called that.</Command.Empty>
        {COMMAND_GROUPS.map(group => {
          const own = commands.filter(command => command.group === group)
          return own.length === 0 ? null : (
            <Command.Group key={group} heading={group} className={styles['group']}>
              {own.map(command => (
                <Item key={command.id} command={command} onChoose={onChoose} />
              ))}
            </Command.Group>
          )
        })}
      </Command.List>
    </Command>
  )
}

function Item({
  command,
  onChoose,
}: {
  readonly command: OneCommand
  readonly onChoose: (command: OneCommand) => void
}) {
  const why = whyNot(command)
  return (
    <Command.Item
      value={command.id}
      keywords={[command.title, ...(command.words ?? [])]}
      disabled={why !== null}
      onSelect={() => onChoose(command)}
      className={styles['item']}
    >
      <span className={styles['words']}>{command.title}</span>
      {why === null ? null : <span className={styles['why']}>{why}</span>}
      <span className={styles['keys']}>
        {(command.keys ?? []).slice(0, 1).flatMap(chord => chordParts(chord).map(part => <Kbd key={part}>{part}</Kbd>))}
      </span>
    </Command.Item>
  )
}
