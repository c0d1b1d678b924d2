import type { RawError } from '../../../shared/raw-events.ts'

const TEXT_LIMIT = 64 * 1024
const CAUSES_AT_MOST = 8

/** What was thrown, as data. Anything can be thrown, and any property of it can throw when looked at. */
export function describeError(thrown: unknown, depth = 0): RawError {
  if (thrown === null || (typeof thrown !== 'object' && typeof thrown !== 'function')) {
    return { name: null, message: clip(primitiveText(thrown)), code: null, stack: null, cause: null }
  }
  const name = textAt(thrown, 'name')
  const message = textAt(thrown, 'message')
  const cause = depth < CAUSES_AT_MOST ? valueAt(thrown, 'cause') : undefined
  return {
    name,
    message: message ?? (name === null ? objectText(thrown) : ''),
    code: textAt(thrown, 'code') ?? textAt(thrown, 'digest'),
    stack: textAt(thrown, 'stack'),
    cause: cause === undefined || cause === null ? null : describeError(cause, depth + 1),
  }
}

/**
 * A property of what was thrown. No getter of the user's runs: only `stack`, which newer V8 versions make an accessor, and those of DOMException
 * (what an aborted fetch rejects with), which are Node's own.
 */
function valueAt(object: object, key: string): unknown {
  try {
    for (let at: object | null = object; at !== null; at = Object.getPrototypeOf(at) as object | null) {
      const property = Object.getOwnPropertyDescriptor(at, key)
      if (!property) continue
      if ('value' in property) return property.value
      return key === 'stack' || object instanceof DOMException ? property.get?.call(object) : undefined
    }
  } catch {
    // A proxy, or a stack that cannot be written: then it is not known.
  }
  return undefined
}

function textAt(object: object, key: string): string | null {
  const value = valueAt(object, key)
  if (typeof value === 'string') return clip(value)
  return typeof value === 'number' ? String(value) : null
}

function primitiveText(value: unknown): string {
  return typeof value === 'symbol' || typeof value === 'bigint' ? value.toString() : String(value)
}

/** Text for a thrown object that is no error: its keys with primitive values, shallow, without calling a getter. */
function objectText(object: object): string {
  try {
    const parts: string[] = []
    for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(object)).slice(0, 20)) {
      if (!('value' in property)) parts.push(`${key}: [getter]`)
      else if (property.value === null || typeof property.value !== 'object')
        parts.push(`${key}: ${primitiveText(property.value)}`)
      else parts.push(`${key}: {…}`)
    }
    return clip(`{ ${parts.join(', ')} }`)
  } catch {
    return 'an object that cannot be read'
  }
}

function clip(text: string): string {
  return text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT)}…` : text
}
