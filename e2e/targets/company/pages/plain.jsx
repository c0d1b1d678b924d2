export function getServerSideProps({ res }) {
  res.setHeader('Cache-Control', 'public, s-maxage=10')
  res.setHeader('X-Own', 'plain')
  return { props: { said: 'plain' } }
}

export default function Plain({ said }) {
  return <p>{said}</p>
}
