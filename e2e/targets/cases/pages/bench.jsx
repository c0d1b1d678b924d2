/** About 100 kB of props, made once, the same bytes on every call; `npm run bench agent` measures with it. */
const rows = Array.from({ length: 500 }, (_, id) => ({
  id,
  name: `Row ${id}`,
  text: `what stands in row ${id}: `.padEnd(150, 'lorem ipsum '),
}))

export async function getServerSideProps() {
  return { props: { rows } }
}

export default function Bench({ rows }) {
  return (
    <ul>
      {rows.slice(0, 20).map(row => (
        <li key={row.id}>{row.name}</li>
      ))}
    </ul>
  )
}
