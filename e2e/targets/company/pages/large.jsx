export async function getServerSideProps() {
  return { props: { rows: Array.from({ length: 3000 }, (_, row) => ({ row, text: `row ${row} of a long list` })) } }
}

export default function Large({ rows }) {
  return <p>{rows.length} rows</p>
}
