import type { GetServerSideProps } from 'next'

/** The old way to serve a text file from a page. */
export const getServerSideProps: GetServerSideProps = async ({ res }) => {
  res.setHeader('Content-Type', 'text/plain; charset=utf-8')
  res.end('User-agent: *\nAllow: /\n')
  return { props: {} }
}

export default function Ended() {
  return null
}
