import { show } from '../../lib/show'

/** Everything that `next start` answers 200 to and loses in silence, at different depths. */
export async function getServerSideProps() {
  return {
    props: {
      when: new Date(Date.UTC(2026, 0, 2)),
      list: [1, undefined, () => 1, Number.POSITIVE_INFINITY],
      deep: { map: new Map([['a', 1]]), set: new Set([1]), nothing: undefined },
      pattern: /a+/g,
      error: new Error('as a prop'),
      kept: 'yes',
    },
  }
}

export default show('lost/all')
