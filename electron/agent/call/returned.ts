import type { RawReturned } from '../../../shared/raw-events.ts'

const KEYS_AT_MOST = 20

/** The shape of what a call returned, so that it can be said what is wrong with it. No getter runs. */
export function describeReturned(value: unknown, props = onlyProps(value)): RawReturned {
  if (props) {
    const type = typeOf(props.value)
    return { type: 'object', keys: ONLY_PROPS, props: type, notFound: false, redirect: 'absent', destination: 'absent' }
  }
  const type = typeOf(value)
  const isObject = type === 'object'
  const redirect = isObject ? typeAt(value, 'redirect') : 'absent'
  const notFound = isObject && dataAt(value, 'notFound')
  return {
    type,
    keys: isObject ? Object.keys(value as object).slice(0, KEYS_AT_MOST) : [],
    props: isObject ? typeAt(value, 'props') : 'absent',
    notFound: Boolean(notFound),
    redirect,
    destination: redirect === 'object' ? typeAt(dataAt(value, 'redirect'), 'destination') : 'absent',
  }
}

const ONLY_PROPS = ['props']

/** What most calls return, `{ props }` and nothing else, told apart at once; null: it is something else. */
export function onlyProps(value: unknown): { readonly value: unknown } | null {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return null
  const keys = Object.keys(value)
  if (keys.length !== 1 || keys[0] !== 'props' || 'redirect' in value || 'notFound' in value) return null
  const own = Object.getOwnPropertyDescriptor(value, 'props')
  return own && 'value' in own ? { value: own.value } : null
}

/** An own data property, read without calling a getter. */
export function dataAt(object: unknown, key: string): unknown {
  if (typeof object !== 'object' || object === null) return undefined
  return Object.getOwnPropertyDescriptor(object, key)?.value
}

function typeAt(object: unknown, key: string): string {
  if (typeof object !== 'object' || object === null) return 'absent'
  const own = Object.getOwnPropertyDescriptor(object, key)
  if (!own) return key in object ? 'inherited' : 'absent'
  return 'value' in own ? typeOf(own.value) : 'getter'
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (value instanceof Promise) return 'promise'
  return typeof value
}
