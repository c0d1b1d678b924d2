export interface Greeting {
  readonly from: string
  readonly to: string
}

/** Fails for nobody. */
export function greeting(from: string, to: string): Greeting {
  if (to === 'nobody') throw new RangeError('there is nobody to greet')
  return { from, to }
}
