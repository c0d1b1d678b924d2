async function inner() {
  await null
  throw new Error('thrown on purpose')
}

export async function getServerSideProps() {
  await inner()
  return { props: {} }
}

export default function Throw() {
  return <p>never</p>
}
