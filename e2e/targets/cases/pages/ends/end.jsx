/** Ends the response with text of its own; the props that it returns never leave. */
export async function getServerSideProps({ res }) {
  res.setHeader('Content-Type', 'text/plain; charset=utf-8')
  res.end('ended inside the call\n')
  return { props: { unseen: true } }
}

export default function Ends() {
  return null
}
