export function getServerSideProps() {
  throw new TypeError('thrown before anything was awaited')
}

export default function Early() {
  return <p>never</p>
}
