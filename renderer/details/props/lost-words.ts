/**
 * What `next dev` does with a value of this type in the props (packages/next/src/lib/is-serializable-props.ts: null, booleans, strings, finite or not numbers, arrays and plain objects pass; a getter and an own toJSON are
 * looked through as JSON does).
 */
export function inDev(type: string): string {
  if (/^(NaN|-?Infinity|-0)$/.test(type)) return 'lets it pass'
  if (type === 'getter') return 'looks at its value'
  return 'refuses it: 500'
}

/** What `next start` sends in its place. `becomes`: as the exchange has it. */
export function inStart(type: string, becomes: string): string {
  switch (becomes) {
    case 'error':
      return type === 'circular' ? 'fails: 500 (a circle is no JSON)' : 'fails: 500 (JSON has no such value)'
    case 'absent':
      return 'leaves it out'
    case 'null':
      return 'null'
    case '{}':
      return 'an empty object: all of it is lost'
    case 'string':
      return 'text'
    case 'object':
      return 'a plain object: its class and methods are lost'
    default:
      return becomes
  }
}
