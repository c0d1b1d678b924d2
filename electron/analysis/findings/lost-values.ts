import type { Rule } from './rule.ts'
import { listText } from './words.ts'

/** Numbers that JSON has not, and what stands behind a getter: `next dev` does not mind them either. */
const LET_PASS = /^(NaN|-?Infinity|-0|getter)$/

export const lostValues: Rule = {
  id: 'lost-values',
  title: 'Values that JSON does not keep',
  doc: 'Pages Router: getServerSideProps',
  find({ props, server }) {
    const lost = props?.lost ?? []
    const [first] = lost
    if (!first) return []
    const paths = lost.map(({ path, type }) => `${path === '' ? 'the props' : path} (${type})`)
    const refused = lost.some(({ type }) => !LET_PASS.test(type))
    const fails = (server.mode === 'dev' && refused) || lost.some(({ becomes }) => becomes === 'error')
    return [
      {
        severity: fails ? 'error' : 'warning',
        message: `JSON does not keep ${lost.length === 1 ? 'a value' : `${lost.length} values`} of the props: ${listText(paths)}.${
          server.mode === 'start' || !refused
            ? ''
            : ' next dev answers 500; next start sends what is left without a word.'
        }`,
        advice:
          'Return what JSON has: a date as text, null in place of undefined, a Map as an object or a list, a class instance as a plain object.',
        path: first.path,
      },
    ]
  },
}
