#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { assertNever } from '../shared/units.ts'
import { createBackend } from './backend.ts'
import { openLaunched } from './command/launched.ts'
import { openApp } from './command/open.ts'
import { type Call, type OpenCall, parseCommandLine } from './command/parse.ts'
import { replayCommand } from './command/replay.ts'
import { say, surviveClosedOutput } from './command/say.ts'
import { listServers } from './command/servers.ts'
import { openInSystemBrowser } from './command/system-browser.ts'
import { untilSignal } from './command/until-signal.ts'
import { record } from './record.ts'
import { findServers } from './servers/find.ts'
import { launch } from './servers/launch.ts'
import { type LaunchEndpoint, prepareLaunch } from './servers/launch-endpoint.ts'
import { configFolder } from './settings/config-folder.ts'

/** Of the built `out/main/cli.js`. */
const root = join(import.meta.dirname, '..', '..')
const { version }: { version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

async function run(call: Call): Promise<number> {
  switch (call.kind) {
    case 'servers':
      return listServers(findServers, call.json)
    case 'record':
      return record(call, version)
    case 'replay':
      return replayCommand(call)
    case 'open':
      return open(call)
    default:
      return assertNever(call)
  }
}

async function open(call: OpenCall): Promise<number> {
  const ended = untilSignal()
  const installation = (launched: LaunchEndpoint | null) => ({
    root,
    launched,
    createBackend: () =>
      createBackend({ host: 'browser', version, openUrl: openInSystemBrowser, report: say, launched }),
  })
  if (call.launch === null) return openApp(call, call, installation(null), ended)
  const { endpoint, env, scratch } = await prepareLaunch(configFolder(), call.tap)
  const open = (givenUp: Promise<void>) => openApp(call, call, installation(endpoint), Promise.race([ended, givenUp]))
  const code = await openLaunched({ ...call.launch, env }, launch, open)
  await scratch.remove()
  return code
}

surviveClosedOutput()
const parsed = parseCommandLine(process.argv.slice(2), version, {
  out: text => process.stdout.write(text),
  err: text => process.stderr.write(text),
})
try {
  process.exitCode = parsed.kind === 'exit' ? parsed.code : await run(parsed.call)
} catch (error) {
  say(`propscope failed, and this is a bug: ${error instanceof Error ? error.stack : String(error)}`)
  process.exitCode = 1
}
// Whatever a part below left open must not keep a finished command alive.
setTimeout(() => process.exit(), 1000).unref()
