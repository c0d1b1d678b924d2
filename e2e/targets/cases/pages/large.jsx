/** Returns `kb` rows (100 without) of 1000 bytes each, the same on every call: the props are `kb` * 1000 + 10 bytes of JSON. */
export async function getServerSideProps({ query }) {
  const count = Number(query.kb ?? 100)
  // [100000,"988 times x"], as JSON.
  const rows = Array.from({ length: count }, (_, index) => [100_000 + index, 'x'.repeat(988)])
  return { props: { rows } }
}

export default function Large({ rows }) {
  return <h1>{rows.length} rows</h1>
}
