import { inspectorOf } from '../harness/own-target.ts'
import { type ProcessState, stateOf } from '../harness/process-state.ts'
import { sendRaw } from '../harness/raw-client.ts'
import { START_MS, startTarget } from '../harness/target.ts'
import { expect, test } from '../harness/test.ts'
import { isFull } from './rows.ts'

/**
 * Nothing of us is left in the process: functions, listeners, timers, handles, globals, diagnostics channels, the inspector and Next's own classes are after the detach what they were
 * before the attach. The server has its inspector open, as with a debugger that came before us: so it must stay open, too.
 */
const ROWS = [
  { name: 'next12', mode: 'start', ci: false },
  { name: 'next13', mode: 'start', ci: false },
  { name: 'next14', mode: 'start', ci: false },
  { name: 'next15', mode: 'start', ci: false },
  { name: 'next16', mode: 'start', bundler: 'webpack', ci: false },
] as const

const PAGES = ['/props', '/headers/many', '/throw/error', '/lost/nan', '/calls', '/ends/end', '/static', '/not-found']

for (const { ci, ...choice } of ROWS.filter(row => row.ci || isFull))
  test(`${choice.name} ${choice.mode} after a detach: the process is what it was before the attach`, async ({
    record,
  }) => {
    test.setTimeout(START_MS + 120_000)
    const target = await startTarget({ ...choice, env: { NODE_OPTIONS: '--inspect=0' } })
    try {
      const inspector = inspectorOf(target)
      const round = async () => {
        for (const page of PAGES) await sendRaw(target.origin, page)
      }
      await round()
      await stateOf(inspector)
      await round()
      const before = await stateOf(inspector)
      const recording = await record(target.origin, '--props')
      await round()
      const attached = await stateOf(inspector)
      await recording.stop()
      // That it would be seen.
      expect(attached['channels']).not.toEqual(before['channels'])
      const ofNext = (state: ProcessState) => Object.entries(state).filter(([name]) => name.includes('next'))
      expect(ofNext(attached)).not.toEqual(ofNext(before))
      await expect.poll(() => stateOf(inspector)).toEqual(before)
      await round()
      await expect.poll(() => stateOf(inspector)).toEqual(before)
    } finally {
      await target.end()
    }
  })
