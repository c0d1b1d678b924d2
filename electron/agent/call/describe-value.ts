import type { DescribedEvent, RawSecret } from '../../../shared/raw-events.ts'
import type { FindSecret } from '../explain/secrets.ts'

/**
 * Looks at the live value of props for what JSON does not keep, and writes its JSON where the answer's bytes do not hold it.
 * A walk in steps: `step(ms)` returns after about that long, so that the server's thread is never held. User code never runs: no getter
 * is called (but an array's elements are read as they are) and no `toJSON` but Date's; where one stands the walk says so instead.
 *
 * It makes as little garbage as it can: what holds the server's thread longest is V8's collection (1.5 to 3 ms), and it begins with whoever takes the last of the nursery.
 */
type Lost = NonNullable<DescribedEvent['lost']>[number]

export interface ValueWalk {
  /** Goes on for about `ms`; true when done. */
  step(ms: number): boolean
  readonly lost: readonly Lost[]
  /** Where secrets stand. */
  readonly secrets: readonly RawSecret[]
  /** The JSON text, where it was asked for and could be written whole; else null. */
  readonly json: string | null
  /** The walk stopped at a bound, or the JSON would need user code to run. */
  readonly truncated: boolean
}

const NODES_AT_MOST = 1_000_000
const LOST_AT_MOST = 200
const JSON_AT_MOST = 16 * 1024 * 1024
const SECRETS_AT_MOST = 20
const STEP_NODES = 16
const FIRST_NODES = 64

/** Used again and again, one for each depth. */
interface Container {
  value: object
  keys: readonly string[] | null
  /** Its keys' values can be read at once: no function of anybody's runs. */
  plain: boolean
  length: number
  /** Of the member that is looked at, plus one. */
  index: number
  written: boolean
}

/** Where it is not known, everything may be one: its traps are the server's code. */
const isProxy: (value: object) => boolean = process.getBuiltinModule?.('node:util').types.isProxy ?? (() => true)
/** Gives the getter of that name, its own or inherited, without calling it. */
const lookupGetter = (Object.prototype as unknown as { __lookupGetter__(key: string): unknown }).__lookupGetter__

export function walkValue(root: unknown, withJson: boolean, findSecret: FindSecret = () => null): ValueWalk {
  const lost: Lost[] = []
  const secrets: RawSecret[] = []
  const open: Container[] = []
  const closed: Container[] = []
  let json = ''
  let nodes = 0
  let failed = false
  let truncated = false
  let started = false
  let done = false

  function lose(type: string, becomes: string): void {
    if (lost.length < LOST_AT_MOST) lost.push({ path: pathTo(open), type, becomes })
    else truncated = true
  }
  function write(text: string): void {
    if (!withJson || failed) return
    json += text
    if (json.length > JSON_AT_MOST) failed = true
  }
  /** Writes what stands before the next member: a comma and, in an object, the key. */
  function lead(parent: Container | undefined, key: string | null): void {
    if (!parent || !withJson) return
    if (parent.written) write(',')
    parent.written = true
    if (key !== null) write(`${JSON.stringify(key)}:`)
  }

  function visit(value: unknown, parent: Container | undefined, key: string | null): void {
    nodes += 1
    const inArray = key === null && parent !== undefined
    switch (typeof value) {
      case 'string': {
        const secret = findSecret(value)
        if (secret && secrets.length < SECRETS_AT_MOST) secrets.push({ path: pathTo(open), ...secret })
        lead(parent, key)
        return withJson ? write(JSON.stringify(value)) : undefined
      }
      case 'boolean':
        lead(parent, key)
        return withJson ? write(JSON.stringify(value)) : undefined
      case 'number':
        lead(parent, key)
        if (!Number.isFinite(value)) lose(String(value), 'null')
        else if (Object.is(value, -0)) lose('-0', '0')
        return withJson ? write(JSON.stringify(value)) : undefined
      case 'bigint':
        lose('BigInt', 'error')
        failed = true
        return
      case 'undefined':
      case 'function':
      case 'symbol':
        lose(typeof value, inArray ? 'null' : 'absent')
        if (inArray || !parent) {
          lead(parent, key)
          write('null')
        }
        return
      default:
        lead(parent, key)
        if (value === null) return write('null')
        return enter(value as object)
    }
  }

  /** A set of them would be made anew with every few that come and go, and depths are small. */
  function isOpen(value: object): boolean {
    for (let depth = open.length - 1; depth >= 0; depth -= 1) if (open[depth]?.value === value) return true
    return false
  }
  function push(value: object, keys: readonly string[] | null, length: number): void {
    const plain = keys !== null && !isProxy(value)
    const used = closed.pop()
    if (!used) return void open.push({ value, keys, plain, length, index: 0, written: false })
    used.value = value
    used.keys = keys
    used.plain = plain
    used.length = length
    used.index = 0
    used.written = false
    open.push(used)
  }

  function enter(value: object): void {
    if (isOpen(value)) {
      lose('circular', 'error')
      failed = true
      return
    }
    if (value instanceof Date) {
      const time = Number.isNaN(Date.prototype.getTime.call(value)) ? null : Date.prototype.toISOString.call(value)
      lose('Date', time === null ? 'null' : 'string')
      return write(JSON.stringify(time))
    }
    const type = constructorName(value)
    if (typeof methodOf(value, 'toJSON') === 'function') {
      lose(type ?? 'object', 'what its toJSON() returns')
      failed = true
      return
    }
    if (Array.isArray(value)) {
      push(value, null, value.length)
      return write('[')
    }
    if (value instanceof Number || value instanceof String || value instanceof Boolean) {
      lose(`${type} object`, (type ?? 'primitive').toLowerCase())
      return write(JSON.stringify(value))
    }
    const keys = Object.keys(value)
    if (type !== null && type !== 'Object') lose(type, keys.length === 0 ? '{}' : 'object')
    push(value, keys, keys.length)
    write('{')
  }

  function advance(): void {
    const top = open[open.length - 1]
    if (!top) {
      done = true
      return
    }
    if (top.index >= top.length) {
      open.pop()
      closed.push(top)
      return write(top.keys ? '}' : ']')
    }
    const index = top.index
    top.index += 1
    const key = top.keys?.[index] ?? null
    if (key === null) return visit((top.value as unknown[])[index], top, null)
    // As the descriptor tells, without making one.
    if (top.plain && lookupGetter.call(top.value, key) === undefined) {
      return visit((top.value as Record<string, unknown>)[key], top, key)
    }
    const property = Object.getOwnPropertyDescriptor(top.value, key)
    if (property && !('value' in property)) {
      nodes += 1
      lose('getter', 'its value at that moment')
      failed = true
      return
    }
    visit(property?.value, top, key)
  }

  return {
    step(ms) {
      const until = performance.now() + ms
      if (!started) {
        started = true
        visit(root, undefined, null)
      }
      while (!done) {
        // The first of a server run for the first time, and one may take as long as hundreds later.
        const few = nodes < FIRST_NODES ? 1 : STEP_NODES
        for (let count = 0; count < few && !done; count += 1) advance()
        if (nodes > NODES_AT_MOST) {
          truncated = true
          failed = true
          done = true
        }
        if (performance.now() >= until) break
      }
      return done
    },
    get lost() {
      return lost
    },
    get secrets() {
      return secrets
    },
    get json() {
      return withJson && done && !failed ? json : null
    },
    get truncated() {
      return truncated || (withJson && failed)
    },
  }
}

/** `null` for a null prototype. Looked up as data on the prototype, so that no accessor of the value runs. */
function constructorName(value: object): string | null {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === null || typeof prototype !== 'object') return null
  if (prototype === Object.prototype) return 'Object'
  const maker: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value
  return typeof maker === 'function' ? String(maker.name) || 'anonymous class' : 'object'
}

/** The function of that name on the value or its prototypes, without calling an accessor. */
function methodOf(value: object, name: string): unknown {
  let at: unknown = value
  for (let depth = 0; depth < 10 && at !== null && typeof at === 'object'; depth += 1) {
    const property = Object.getOwnPropertyDescriptor(at, name)
    if (property) return property.value
    at = Object.getPrototypeOf(at)
  }
  return undefined
}

/** Where the walk stands, as `list[3].price`, and `["odd key"]` where a key is no plain name. */
function pathTo(open: readonly Container[]): string {
  let path = ''
  for (const { keys, index } of open) {
    const key = keys?.[index - 1]
    if (key === undefined) path += `[${index - 1}]`
    else if (!/^[A-Za-z_$][\w$]*$/.test(key)) path += `[${JSON.stringify(key)}]`
    else path += path === '' ? key : `.${key}`
  }
  return path
}
