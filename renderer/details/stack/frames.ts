import type { Exchange, Frame } from '../../../shared/exchange.ts'

/** An error of a call, or one of its causes, as views see it. */
export type SeenError = NonNullable<Exchange['renderError']>

/** A stack as it is read: own frames stand out, and runs of others are folded. */
export type FrameGroup =
  | { readonly kind: 'own'; readonly frame: Frame }
  | { readonly kind: 'folded'; readonly frames: readonly Frame[] }

export function groupFrames(frames: readonly Frame[]): FrameGroup[] {
  const groups: (FrameGroup & { frames?: Frame[] })[] = []
  for (const frame of frames) {
    const last = groups.at(-1)
    if (frame.own) groups.push({ kind: 'own', frame })
    else if (last?.kind === 'folded') (last.frames as Frame[]).push(frame)
    else groups.push({ kind: 'folded', frames: [frame] })
  }
  return groups
}

/** `file:line:column`, as far as they are known: what an editor opens. */
export function placeOf({ file, line, column }: Pick<Frame, 'file' | 'line' | 'column'>): string {
  return `${file}${line === null ? '' : `:${line}${column === null ? '' : `:${column}`}`}`
}

/** A file as it is shown: within the project's folder without that folder, and without a URL's `file://`. */
export function shownFile(file: string, folder: string | null): string {
  const path = file.replace(/^file:\/\/(?=\/)/, '')
  const root = folder?.replace(/[\\/]+$/, '') ?? ''
  return root !== '' && /^[\\/]/.test(path.slice(root.length)) && path.startsWith(root)
    ? path.slice(root.length + 1)
    : path
}

/** No more causes than this are shown; a chain may be made as long as one likes. */
const MAX_CAUSES = 20

/** An error and its causes, outermost first. `more`: the chain goes on. */
export function causeChain(error: SeenError): { readonly errors: readonly SeenError[]; readonly more: boolean } {
  const errors: SeenError[] = []
  let at: SeenError | null = error
  for (; at !== null && errors.length < MAX_CAUSES; at = at.cause) errors.push(at)
  return { errors, more: at !== null }
}
