export async function getServerSideProps() {
  return { redirect: { destination: '/plain', permanent: false } }
}

export default function Away() {
  return <p>never</p>
}
