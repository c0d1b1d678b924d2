import { createHook, executionAsyncResource } from 'node:async_hooks'

/** An own async hook that carries a context on resources, as some agents do it. */
export function enter(company) {
  const KEY = Symbol('company')
  const seen = { init: 0, before: 0, settled: 0 }
  createHook({
    init(_id, _type, _trigger, resource) {
      seen.init += 1
      const context = executionAsyncResource()[KEY]
      if (context) resource[KEY] = context
    },
    before() {
      seen.before += 1
    },
    promiseResolve() {
      seen.settled += 1
    },
  }).enable()
  company.enterHook = id => {
    executionAsyncResource()[KEY] = id
  }
  company.hookContext = () => executionAsyncResource()[KEY] ?? null
  let before = { ...seen }
  company.saw.hook = () => {
    // How many depends on who else awaits what; that it still hears is what counts.
    const heard = Object.fromEntries(Object.entries(seen).map(([name, count]) => [name, count > before[name]]))
    before = { ...seen }
    return heard
  }
}
