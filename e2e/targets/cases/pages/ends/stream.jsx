import { wait } from '../../lib/wait'

/** Writes three pieces, 20 ms apart, then ends. */
export async function getServerSideProps({ res }) {
  res.setHeader('Content-Type', 'text/plain; charset=utf-8')
  for (const piece of ['one ', 'two ', 'three\n']) {
    res.write(piece)
    await wait(20)
  }
  res.end()
  return { props: {} }
}

export default function Ends() {
  return null
}
