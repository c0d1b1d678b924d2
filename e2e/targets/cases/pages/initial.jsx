/** The old getInitialProps: no getServerSideProps runs. */
export default function Initial({ old }) {
  return <h1>initial {String(old)}</h1>
}

Initial.getInitialProps = async () => ({ old: true })
