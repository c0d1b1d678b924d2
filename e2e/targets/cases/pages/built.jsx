import { show } from '../lib/show'

/** getStaticProps: no getServerSideProps runs. */
export async function getStaticProps() {
  return { props: { built: true } }
}

export default show('built')
