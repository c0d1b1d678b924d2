/** Writes status and headers itself with writeHead, then ends. */
export async function getServerSideProps({ res }) {
  res.writeHead(202, { 'Content-Type': 'application/json', 'Cache-Control': 'public, max-age=30', 'X-Written': 'yes' })
  res.end('{"written":true}')
  return { props: { unseen: true } }
}

export default function Ends() {
  return null
}
