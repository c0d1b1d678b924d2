import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { runTool } from './child.mjs'
import { ensureInstalled } from './install.mjs'
import { ROOT, say } from './say.mjs'

/** `npm run bench NAME [-- arguments]`: one of e2e/bench/, on a fresh build. */
const [name = '', ...args] = process.argv.slice(2)
const folder = join(ROOT, 'e2e', 'bench')
const names = existsSync(folder) ? readdirSync(folder).flatMap(file => /^([\w-]+)\.ts$/.exec(file)?.[1] ?? []) : []

if (!names.includes(name)) {
  say(`usage: npm run bench NAME, where NAME is one of: ${names.join(', ') || '(none in e2e/bench)'}`)
  process.exitCode = 2
} else if (!(await ensureInstalled()) || !(await ensureBuilt())) process.exitCode = 1
else process.exitCode = await runTool(['tsx', `e2e/bench/${name}.ts`, ...args])
