import type { Greeting } from '@monorepo/shared'

export { greet as getServerSideProps } from '~/server/greet'

export default function Hello({ from, to }: Greeting) {
  return (
    <p>
      {from} greets {to}
    </p>
  )
}
