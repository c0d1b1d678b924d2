import type { Rule } from './rule.ts'
import { bytesText } from './words.ts'

/** Where Next itself warns (`experimental.largePageDataBytes`); it never does for data requests, and under next start once a page. */
const LARGE = 128 * 1000
/** A key with less of the whole is not what makes it large. */
const SHARE = 0.25

export const largeProps: Rule = {
  id: 'large-props',
  title: 'Large props',
  doc: 'Large Page Data',
  find({ props, outcome }) {
    const bytes = props?.bytes ?? 0
    if (!props || outcome !== 'props' || bytes <= LARGE) return []
    const advice =
      'Return only what the page shows: every visitor downloads them, and React reads them again when it hydrates.'
    const heavy = props.keys.filter(key => key.bytes >= bytes * SHARE)
    if (heavy.length === 0) return [{ severity: 'warning', message: `The props are ${bytesText(bytes)}.`, advice }]
    return heavy.map(key => ({
      severity: 'warning',
      message: `${key.path} is ${bytesText(key.bytes)} of ${bytesText(bytes)} of props.`,
      advice,
      path: key.path,
    }))
  },
}
