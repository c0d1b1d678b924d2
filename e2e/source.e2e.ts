import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Frame } from '../shared/exchange.ts'
import { sendMarked, stopWith } from './harness/marked.ts'
import { START_MS, startTarget, type TargetChoice } from './harness/target.ts'
import { expect, test } from './harness/test.ts'
import { details, openDetails, openTab, serverChip } from './harness/view.ts'
import { isFull } from './matrix/rows.ts'

/** Where calls and errors come from: the place in the project's sources, and the way there. */
const CHOICES: readonly (TargetChoice & { readonly ci: boolean; readonly call?: RegExp })[] = [
  { name: 'next15', mode: 'dev', bundler: 'webpack', ci: true },
  { name: 'next16', mode: 'dev', bundler: 'turbopack', ci: false },
  // Its own maps have no place where the call begins, and lead into the middle of the name.
  { name: 'next14', mode: 'dev', bundler: 'turbopack', ci: false, call: /^\w*\('cases'\)/ },
  { name: 'next16', mode: 'start', bundler: 'webpack', with: 'maps', ci: false },
  { name: 'next16', mode: 'start', bundler: 'turbopack', with: 'maps', ci: false },
  { name: 'next15', mode: 'start', bundler: 'webpack', with: 'maps', ci: false },
]

/** The text of the source from a place on, to the end of its line. */
function textAt({ file, line, column }: Pick<Frame, 'file' | 'line' | 'column'>): string {
  if (line === null || column === null) throw new Error(`no place in ${file}`)
  return (readFileSync(file, 'utf8').split('\n')[line - 1] ?? '').slice(column - 1)
}

for (const { ci, call = /^(connect)?\('cases'\)/, ...choice } of CHOICES.filter(({ ci }) => ci || isFull))
  test(`${[choice.name, choice.mode, choice.bundler, choice.with ?? ''].join(' ').trim()} places: calls and errors are led back to their sources`, async ({
    record,
  }) => {
    test.setTimeout(START_MS + 60_000)
    const target = await startTarget(choice)
    try {
      const recording = await record(target.origin)
      const pages = ['/props', '/params/7', '/throw/error', '/static']
      for (const page of pages) await sendMarked(target.origin, page, page)
      const found = await stopWith(recording, pages)
      for (const page of ['/props', '/params/7', '/throw/error']) {
        const source = found.get(page)?.call?.source
        expect(source && textAt(source), page).toMatch(/^getServerSideProps\b/)
      }
      expect(found.get('/params/7')?.call?.source?.file).toMatch(/pages[\\/]params[\\/]\[id\]\.jsx$/)
      expect(found.get('/static')?.call).toBeNull()
      const frames = found.get('/throw/error')?.call?.error?.frames ?? []
      const [thrown, called] = frames.filter(({ own }) => own)
      expect(frames.slice(0, 2).map(({ own }) => own)).toEqual([true, true])
      const place = (frame: Frame | undefined) =>
        frame && {
          file: frame.file.replace(/^.*[\\/](?=(lib|pages)[\\/])/, ''),
          text: textAt(fileOf(frame, target.folder)),
        }
      expect(place(thrown)).toMatchObject({
        file: 'lib/database.js',
        text: expect.stringMatching(/^(throw )?new ConnectionError/),
      })
      expect(place(called)).toMatchObject({
        file: 'pages/throw/error.jsx',
        text: expect.stringMatching(call),
      })
      expect(frames.some(({ own }) => !own)).toBe(true)
    } finally {
      await target.end()
    }
  })

/** The frame with its file as a path of this machine. */
function fileOf(frame: Frame, folder: string): Frame {
  if (existsSync(frame.file)) return frame
  return { ...frame, file: join(folder, frame.file.replace(/^.*[\\/](?=(lib|pages)[\\/])/, '')) }
}

const EDITORS = [
  ['code', 'VS Code', (place: string) => ['-r', '-g', place]],
  ['cursor', 'Cursor', (place: string) => ['-r', '-g', place]],
  ['webstorm', 'WebStorm', (_: string, file: string) => ['--line', '4', '--column', '23', file]],
  ['idea', 'IntelliJ IDEA', (_: string, file: string) => ['--line', '4', '--column', '23', file]],
  ['zed', 'Zed', (place: string) => [place]],
] as const

test('a click opens the place in the chosen editor; one that runs in a terminal says why not', async ({
  app,
  page,
  target,
}, info) => {
  test.skip(process.platform === 'win32', 'the stand-ins for editors are shell scripts')
  const folder = info.outputPath('bin')
  mkdirSync(folder, { recursive: true })
  const opened = (editor: string) => join(folder, `${editor}.opened`)
  for (const [editor] of EDITORS) {
    writeFileSync(join(folder, editor), `#!/bin/sh\nprintf '%s\\n' "$@" > '${opened(editor)}'\n`)
    chmodSync(join(folder, editor), 0o755)
  }
  const { PATH, LAUNCH_EDITOR } = process.env
  process.env['PATH'] = folder + delimiter + PATH
  process.env['LAUNCH_EDITOR'] = 'vim'
  try {
    const server = await target({ name: 'next16', mode: 'start', bundler: 'webpack' })
    await app(page, '--attach', server.origin)
    await expect(serverChip(page)).toContainText(`pid ${server.pid}`)
    await sendMarked(server.origin, '/params/editor', 'editor')
    await openDetails(page, '/params/editor')
    const open = details(page).getByRole('button', { name: 'Open in the editor' }).first()
    await open.click()
    await expect(details(page).getByRole('alert')).toContainText('vim runs in a terminal, and there is none here')
    const file = join(server.folder, 'pages/params/[id].jsx')
    expect(textAt({ file, line: 4, column: 23 })).toMatch(/^getServerSideProps/)
    for (const [editor, name, expected] of EDITORS) {
      await page.keyboard.press('ControlOrMeta+k')
      await page.getByRole('combobox', { name: 'Commands' }).fill(`Open sources in ${name}`)
      await page.keyboard.press('Enter')
      await open.click()
      await expect
        .poll(() => existsSync(opened(editor)) && readFileSync(opened(editor), 'utf8'))
        .toBe(`${expected(`${file}:4:23`, file).join('\n')}\n`)
      await expect(details(page).getByRole('alert')).toHaveCount(0)
    }

    // An error's frames: the project's in front, the others folded until asked for.
    await sendMarked(server.origin, '/throw/error', 'throws')
    await openDetails(page, '/throw/error')
    await expect(await openTab(page, 'Error')).toContainText(/\d+ frames? of Next, React, Node and packages/)
  } finally {
    process.env['PATH'] = PATH
    if (LAUNCH_EDITOR === undefined) delete process.env['LAUNCH_EDITOR']
    else process.env['LAUNCH_EDITOR'] = LAUNCH_EDITOR
  }
})
