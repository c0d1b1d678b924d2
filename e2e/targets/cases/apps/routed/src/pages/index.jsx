import { given } from '../lib/given'

export const getServerSideProps = given

export default function Index(props) {
  return <pre>{JSON.stringify(props)}</pre>
}
