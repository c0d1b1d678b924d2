import { show } from '../../lib/show'

/** Reads one cookie, one header and one query parameter of the request, and says what it read. */
export async function getServerSideProps({ req, query }) {
  return {
    props: {
      theme: req.cookies.theme ?? null,
      agent: req.headers['user-agent'] ?? null,
      q: query.q ?? null,
    },
  }
}

export default show('headers/reads')
