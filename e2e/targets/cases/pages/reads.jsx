/** Reads some of its props while it renders and leaves others; which ones, the test knows (e2e/reads.e2e.ts). */
export async function getServerSideProps({ query }) {
  if (query.as === 'notFound') return { notFound: true }
  if (query.as === 'redirect') return { redirect: { destination: '/props', permanent: false } }
  const items = [1, 2, 3].map(id => ({ id, name: `Item ${id}`, secret: 'x'.repeat(50), tags: ['a', 'b'] }))
  return {
    props: {
      title: 'Reads',
      unused: 'never looked at '.repeat(10),
      items,
      first: items[0],
      counted: ['only', 'its', 'length'],
      whole: { a: 1, b: { c: [1, 2] } },
      listed: { x: 1, y: 2 },
      spread: { left: 'shown', right: 'not shown' },
      user: { name: 'Ada', email: 'ada@example.org', address: { city: 'London', zip: 'N1' } },
      sorted: [3, 1, 2],
      cloned: { deep: { n: 1 } },
      frozen: Object.freeze({ inside: { never: 'told' }, text: 'seen' }),
      later: { handler: 'read after hydration' },
      present: 'asked for only by in',
    },
  }
}

function Card({ name, id }) {
  return (
    <li>
      {id} {name}
    </li>
  )
}

function Side(props) {
  return <p>{props.left}</p>
}

export default function Reads(props) {
  const { title, items, counted, whole, listed, spread, user, sorted, cloned, frozen, later } = props
  // Next writes the props after this, so the order must come out changed.
  sorted.sort()
  return (
    <main>
      <h1>{title}</h1>
      <ul>
        {items.map(item => (
          <Card key={item.id} {...item} />
        ))}
      </ul>
      <p>{counted.length}</p>
      <pre>{JSON.stringify(whole)}</pre>
      <p>{Object.keys(listed).join()}</p>
      <Side {...spread} />
      <p>
        {user.name} {user.address ? 'has an address' : ''} {items[0] === props.first ? 'the same' : 'another'}
      </p>
      <p>{structuredClone(cloned).deep.n}</p>
      <p>{frozen.text}</p>
      <button type="button" onClick={() => alert(later.handler)}>
        {'present' in props ? 'there' : 'not there'}
      </button>
    </main>
  )
}
