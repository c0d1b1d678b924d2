import { type Greeting, greeting } from '@monorepo/shared'
import type { GetServerSideProps } from 'next'

export const greet: GetServerSideProps<Greeting> = async ({ params }) => {
  const to = String(params?.['to'])
  return { props: greeting('web', to) }
}
