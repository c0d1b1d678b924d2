/** Redirects by hand, as in the days before `redirect`: the call returns props, and the status says 302. */
export async function getServerSideProps({ res }) {
  res.writeHead(302, { Location: '/props?from=hand' })
  res.end()
  return { props: {} }
}

export default function Ends() {
  return null
}
