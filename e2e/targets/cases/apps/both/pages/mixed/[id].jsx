/** Of the Pages Router; it asks the App Router's route handler. */
export async function getServerSideProps({ params }) {
  const answer = await fetch(`${process.env.SITE_URL}/api/own`)
  return { props: { id: params.id, ...(await answer.json()) } }
}

export default function Mixed(props) {
  return <pre>{JSON.stringify(props)}</pre>
}
