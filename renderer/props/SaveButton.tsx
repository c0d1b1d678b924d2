import { Download } from 'lucide-react'
import { Button } from '../ui/Button.tsx'
import type { Engine } from './engine/open-engine.ts'

export interface SaveButtonProps {
  readonly engine: Engine
  readonly node: number
  readonly path: string
}

/** Saves a value's JSON to a file: a download, which the desktop window asks a place for. The bytes never come to this thread. */
export function SaveButton({ engine, node, path }: SaveButtonProps) {
  const save = async () => {
    const url = URL.createObjectURL(await engine.ask.file(node))
    const link = document.createElement('a')
    link.href = url
    link.download = fileNameFor(path)
    link.click()
    // The download has the file by then; kept, it would keep the bytes.
    setTimeout(() => URL.revokeObjectURL(url), 60_000)
  }
  return (
    <Button size="small" variant="quiet" onClick={() => void save()}>
      <Download aria-hidden="true" />
      Save to file
    </Button>
  )
}

/** `list[3].name` becomes `props-list-3-name.json`; a path of any other text keeps its letters. */
export function fileNameFor(path: string): string {
  const words = path.match(/[\p{L}\p{N}]+/gu) ?? []
  return `${['props', ...words].join('-').slice(0, 80)}.json`
}
