/** Of the Pages Router. */
export async function getServerSideProps() {
  return { props: { router: 'pages' } }
}

export default function Old({ router }) {
  return <h1>{router}</h1>
}
