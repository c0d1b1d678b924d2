import { greeting } from '@monorepo/shared'

export async function getServerSideProps({ params }) {
  return { props: greeting('admin', params.to) }
}

export default function Hello({ from, to }) {
  return (
    <p>
      {from} greets {to}
    </p>
  )
}
