import { wait } from '../../lib/wait'

/** Rejects 30 ms after it was called, with a RangeError. */
export async function getServerSideProps() {
  await wait(30)
  throw new RangeError('rejected after an await')
}

export default function Failing() {
  return null
}
