import { show } from '../../lib/show'

/** Answers with a status of its own and still renders the page. */
export async function getServerSideProps({ res }) {
  res.statusCode = 418
  return { props: { teapot: true } }
}

export default show('headers/status')
