import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serveBrowser } from '../../electron/hosts/browser-host.ts'
import { galleryBackend } from './backend.ts'
import { buildRenderer } from './build.ts'
import { SCENES } from './scenes.ts'

/** Serves a scene with the real browser host; `play` lets it go on. */
export async function serveScene(name: string, files: string) {
  const make = SCENES[name]
  if (!make) throw new Error(`there is no scene “${name}”; there are: ${Object.keys(SCENES).join(', ')}`)
  const backend = galleryBackend(make())
  const served = await serveBrowser({ backend, files, port: null, report: error => console.error(error) })
  if (!served.ok) throw new Error(served.problem.message)
  return { ...served.value, play: backend.play }
}

if (process.argv[1] === import.meta.filename) {
  const files = await buildRenderer(join(tmpdir(), 'gallery-build'))
  const host = await serveScene(process.argv[2] ?? 'visit', files)
  host.play()
  console.log(host.link())
}
