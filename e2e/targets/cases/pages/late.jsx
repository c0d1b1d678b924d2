/**
 * Returns while something of its own still means to use the answer: `?ms=0` in the same turn of the loop, so that Next has not answered yet; more, when it has. What it does then must not fail the server.
 */
export async function getServerSideProps({ res, query }) {
  const use = () => {
    try {
      res.setHeader('X-Late', 'yes')
    } catch {
      // The head is out.
    }
  }
  if (query.ms === '0') process.nextTick(use)
  else if (query.ms) setTimeout(use, Number(query.ms))
  else use()
  return { props: { ms: query.ms ?? null } }
}

export default function Late({ ms }) {
  return <p>{ms === null ? 'in time' : `${ms} ms late`}</p>
}
