import { show } from '../lib/show'

/** Returns a nested value of every kind that JSON knows, at once. */
export async function getServerSideProps() {
  return {
    props: {
      title: 'Props',
      count: 42,
      price: 24.9,
      big: 1e21,
      zero: 0,
      yes: true,
      nothing: null,
      empty: { list: [], object: {}, text: '' },
      nested: { a: { b: { c: { d: ['deep', { e: 1 }] } } } },
      list: [1, 'two', [3], { four: 4 }],
      text: 'quote " backslash \\ newline \n tab \t é',
    },
  }
}

export default show('props')
