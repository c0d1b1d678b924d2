/** Throws an Error of which two properties throw when they are read: whoever looks at it must be careful. */
export async function getServerSideProps() {
  const error = new Error('look but do not touch')
  for (const name of ['cause', 'details']) {
    Object.defineProperty(error, name, {
      configurable: true,
      enumerable: true,
      get() {
        throw new Error(`${name} must not be read`)
      },
    })
  }
  throw error
}

export default function Failing() {
  return null
}
