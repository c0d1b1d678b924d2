import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { EDITORS, type EditorName } from '../../shared/api.ts'
import { type Layout, LayoutSchema } from '../../shared/layout.ts'
import { type KeptRequest, KeptRequestSchema } from '../../shared/replay-history.ts'

/** What is remembered. Nothing of it is needed: where it cannot be read or written that is said, and everything works. */
export interface Settings {
  /** The port that the tap of this project had the last time; null where none is known. `project`: a folder, or an origin. */
  tapPort(project: string): Promise<number | null>
  rememberTapPort(project: string, port: number): Promise<void>
  /** How the window was set up for this project; null where nothing is known. */
  layout(project: string): Promise<Layout | null>
  rememberLayout(project: string, layout: Layout): Promise<void>
  /** Rules of findings that are silenced in this project. */
  silencedRules(project: string): Promise<readonly string[]>
  silenceRule(project: string, rule: string, silent: boolean): Promise<void>
  /** Edited requests of this project, the last one first; those that another version wrote in another way are gone. */
  requests(project: string): Promise<readonly KeptRequest[]>
  /** Gives what is there then. */
  changeRequests(
    project: string,
    change: (before: readonly KeptRequest[]) => readonly KeptRequest[],
  ): Promise<readonly KeptRequest[]>
  /** In which sources are opened. */
  editor(): Promise<EditorName>
  rememberEditor(editor: EditorName): Promise<void>
}

const FileSchema = z.looseObject({
  version: z.literal(1),
  /** Last used last. */
  tapPorts: z.record(z.string(), z.number().int().min(1).max(65_535)).default({}),
  /** What of one cannot be read comes as at first. */
  layouts: z.record(z.string(), LayoutSchema).catch({}).default({}),
  requests: z.record(z.string(), z.array(KeptRequestSchema)).catch({}).default({}),
  editor: z.enum(EDITORS).catch('auto').default('auto'),
  silenced: z.record(z.string(), z.array(z.string().max(100)).max(100)).default({}),
})
type File = z.infer<typeof FileSchema>

const EMPTY: File = { version: 1, tapPorts: {}, layouts: {}, requests: {}, editor: 'auto', silenced: {} }
const PROJECTS_AT_MOST = 200

/** `report` is told what could not be read or written, in a sentence. */
export function openSettings(folder: string, report: (trouble: string) => void): Settings {
  const path = join(folder, 'settings.json')
  let line: Promise<unknown> = Promise.resolve()

  async function read(): Promise<File> {
    let text: string
    try {
      text = await readFile(path, 'utf8')
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (code !== 'ENOENT') report(`The settings in ${path} could not be read: ${message}.`)
      return EMPTY
    }
    const parsed = FileSchema.safeParse(jsonOf(text))
    if (parsed.success) return parsed.data
    const aside = join(folder, 'settings.unreadable.json')
    const moved = await rename(path, aside).then(
      () => `they were set aside as ${aside}`,
      (error: Error) => `they could not be set aside either (${error.message})`,
    )
    report(`The settings in ${path} could not be understood: ${moved}, and Propscope begins anew.`)
    return EMPTY
  }
  /** Whole or not at all, whenever we or the machine stop. */
  async function write(file: File): Promise<void> {
    const part = join(folder, `settings.${process.pid}.${randomBytes(4).toString('hex')}.part`)
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeFile(part, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600, flush: true })
      await rename(part, path)
    } catch (error) {
      await rm(part, { force: true }).catch(() => {})
      report(`The settings could not be written to ${path}: ${(error as Error).message}.`)
    }
  }
  /** One after the other, and each on what is there then: another Propscope may have written meanwhile. */
  function inLine<T>(work: () => Promise<T>): Promise<T> {
    const done = line.then(work)
    line = done.catch(() => {})
    return done
  }

  return {
    tapPort: project =>
      inLine(async () => {
        const { tapPorts } = await read()
        return Object.hasOwn(tapPorts, project) ? (tapPorts[project] ?? null) : null
      }),
    rememberTapPort: (project, port) =>
      inLine(async () => {
        const file = await read()
        await write({ ...file, tapPorts: withLast(file.tapPorts, project, port) })
      }),
    layout: project =>
      inLine(async () => {
        const { layouts } = await read()
        return Object.hasOwn(layouts, project) ? (layouts[project] ?? null) : null
      }),
    rememberLayout: (project, layout) =>
      inLine(async () => {
        const file = await read()
        await write({ ...file, layouts: withLast(file.layouts, project, layout) })
      }),
    requests: project => inLine(async () => requestsOf(await read(), project)),
    changeRequests: (project, change) =>
      inLine(async () => {
        const file = await read()
        const next = [...change(requestsOf(file, project))]
        await write({ ...file, requests: withLast(file.requests, project, next as File['requests'][string]) })
        return next
      }),
    editor: () => inLine(async () => (await read()).editor),
    rememberEditor: editor => inLine(async () => write({ ...(await read()), editor })),
    silencedRules: project =>
      inLine(async () => {
        const { silenced } = await read()
        return Object.hasOwn(silenced, project) ? (silenced[project] ?? []) : []
      }),
    silenceRule: (project, rule, silent) =>
      inLine(async () => {
        const file = await read()
        const before = Object.hasOwn(file.silenced, project) ? (file.silenced[project] ?? []) : []
        const rules = [...before.filter(one => one !== rule), ...(silent ? [rule] : [])]
        const others = Object.entries(file.silenced).filter(([name]) => name !== project)
        const kept = [...others, ...(rules.length > 0 ? [[project, rules] as const] : [])].slice(-PROJECTS_AT_MOST)
        await write({ ...file, silenced: Object.fromEntries(kept) })
      }),
  }
}

const requestsOf = ({ requests }: File, project: string): readonly KeptRequest[] =>
  Object.hasOwn(requests, project) ? (requests[project] ?? []) : []

/** The project's value at the end, and those gone that were used longest ago. */
function withLast<Value>(all: Readonly<Record<string, Value>>, project: string, value: Value): Record<string, Value> {
  const others = Object.entries(all).filter(([name]) => name !== project)
  return Object.fromEntries([...others, [project, value] as const].slice(-PROJECTS_AT_MOST))
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
