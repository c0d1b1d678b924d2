import { show } from '../lib/show'

/** Prints 500 lines on stdout and stderr. */
export async function getServerSideProps() {
  for (let line = 1; line <= 250; line++) {
    console.log(`noisy stdout line ${line}`)
    console.error(`noisy stderr line ${line}`)
  }
  return { props: { lines: 500 } }
}

export default show('noisy')
