/** Returns props of which one throws when it is read; the call itself succeeds. */
export async function getServerSideProps() {
  return {
    props: {
      before: 1,
      get broken() {
        throw new Error('the getter threw')
      },
    },
  }
}

export default function Failing() {
  return null
}
