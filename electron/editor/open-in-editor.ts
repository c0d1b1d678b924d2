import { spawn } from 'node:child_process'
import { realpath, stat } from 'node:fs/promises'
import { basename, resolve, sep } from 'node:path'
import constructWindowsLaunchCommand from 'launch-editor/construct-windows-launch-command.js'
import argumentsFor from 'launch-editor/get-args.js'
import guessEditor from 'launch-editor/guess.js'
import type { EditorName, SourcePlace } from '../../shared/api.ts'
import { fail, ok, type Result } from '../../shared/problem.ts'

/** Of whom no window opens: they would fight with us, or with nobody, for a terminal. */
const IN_A_TERMINAL = new Set([
  'vim',
  'vi',
  'nvim',
  'nano',
  'emacs',
  'joe',
  'micro',
  'hx',
  'helix',
  'kak',
  'pico',
  'ed',
])
/** What is not there, or refuses, says so sooner; an editor that goes on has taken the file. */
const STARTING_MS = 1500

/** The way to start a program; another one in tests. */
export type Start = (editor: string, args: readonly string[]) => Promise<Result<null>>

/**
 * Opens `place` in `editor`. What asks may have it from captured text: so the file must be there, and inside `folder` once every link is followed. Problems: `editor-refused` (it is not), `editor-failed`.
 */
export async function openInEditor(
  folder: string | null,
  place: SourcePlace,
  editor: EditorName,
  start: Start = startEditor,
): Promise<Result<null>> {
  if (folder === null)
    return fail('editor-refused', 'The folder of this project is not known.', 'Attach to its server first.')
  const file = await fileInside(folder, place.file)
  if (file === null)
    return fail(
      'editor-refused',
      `${place.file} is not a file inside ${folder}.`,
      'Propscope opens files of the project only; copy the place instead.',
    )
  const [command = null, ...given] = editor === 'auto' ? guessed() : [editor]
  if (command === null || IN_A_TERMINAL.has(basename(command)))
    return fail(
      'editor-failed',
      command === null
        ? 'No editor that is known seems to run.'
        : `${command} runs in a terminal, and there is none here.`,
      'Choose yours among the commands (Ctrl or ⌘ K, “Open sources in …”), or set LAUNCH_EDITOR.',
    )
  return start(command, [...given, ...argumentsFor(command, file, place.line ?? undefined, place.column ?? undefined)])
}

/** The file's real path; null where it is none, or lies outside. */
async function fileInside(folder: string, file: string): Promise<string | null> {
  try {
    const [root, path] = await Promise.all([realpath(folder), realpath(resolve(folder, file))])
    return path.startsWith(root + sep) && (await stat(path)).isFile() ? path : null
  } catch {
    return null
  }
}

/** The editor that runs, or the one that the environment names. */
function guessed(): readonly string[] {
  return guessEditor().filter((part: string | null): part is string => typeof part === 'string' && part !== '')
}

function startEditor(editor: string, args: readonly string[]): Promise<Result<null>> {
  const isWindows = process.platform === 'win32'
  const [command, given] = isWindows ? [constructWindowsLaunchCommand(editor, [...args]), []] : [editor, args]
  return new Promise(resolvePromise => {
    const child = spawn(command, given, { stdio: 'ignore', detached: true, shell: isWindows })
    const done = (result: Result<null>) => {
      clearTimeout(timer)
      resolvePromise(result)
    }
    const timer = setTimeout(() => done(ok(null)), STARTING_MS)
    child.once('error', (error: NodeJS.ErrnoException) =>
      done(failed(editor, error.code === 'ENOENT' ? 'it is not on the PATH' : error.message)),
    )
    child.once('exit', code => done(code ? failed(editor, `it ended with code ${code}`) : ok(null)))
    child.unref()
  })
}

const failed = (editor: string, why: string) =>
  fail(
    'editor-failed',
    `${editor} could not be started: ${why}.`,
    'Install its command line tool, or choose another editor among the commands (Ctrl or ⌘ K, “Open sources in …”).',
  )
