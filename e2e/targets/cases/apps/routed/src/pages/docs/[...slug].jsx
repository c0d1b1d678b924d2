import { given } from '../../lib/given'

export const getServerSideProps = given

export default function Docs(props) {
  return <pre>{JSON.stringify(props)}</pre>
}
