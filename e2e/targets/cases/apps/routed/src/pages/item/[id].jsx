import { given } from '../../lib/given'

export const getServerSideProps = given

export default function Item(props) {
  return <pre>{JSON.stringify(props)}</pre>
}
