#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createBackend } from './backend.ts'
import { openApp, untilSignal } from './command/open.ts'
import { type Call, parseCommandLine } from './command/parse.ts'
import { say, surviveClosedOutput } from './command/say.ts'
import { listServers } from './command/servers.ts'
import { record } from './record.ts'
import { findServers } from './servers/find.ts'

/** Of the built `out/main/cli.js`. */
const root = join(import.meta.dirname, '..', '..')
const { version }: { version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

async function run(call: Call): Promise<number> {
  switch (call.kind) {
    case 'servers':
      return listServers(findServers, call.json)
    case 'record':
      return record(call)
    case 'open':
      return open(call)
  }
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
