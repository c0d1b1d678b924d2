/** Returns props, and then the page throws while it is rendered. */
export async function getServerSideProps() {
  return { props: { fine: true } }
}

export default function Failing() {
  if (typeof window === 'undefined') throw new Error('the render threw')
  return null
}
