import { show } from '../../lib/show'

class Price {
  amount = 5
  #secret = 1
  get secret() {
    return this.#secret
  }
}

/** An instance of a class, of which JSON keeps the own fields. */
export async function getServerSideProps() {
  return { props: { kept: 1, value: new Price() } }
}

export default show('lost/class')
