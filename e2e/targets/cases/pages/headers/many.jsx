import { show } from '../../lib/show'

/**
 * Sets a header as a list, appends to one, sets one and removes it again, and sets Set-Cookie twice (the second replaces the first)
 * and appends a third.
 */
export async function getServerSideProps({ res }) {
  res.setHeader('X-List', ['one', 'two'])
  res.setHeader('X-Appended', 'first')
  res.appendHeader('X-Appended', 'second')
  res.setHeader('X-Removed', 'never seen')
  res.removeHeader('X-Removed')
  res.setHeader('X-Number', 7)
  res.setHeader('Set-Cookie', 'lost=1; Path=/')
  res.setHeader('Set-Cookie', ['a=1; Path=/', 'b=two%20words; Path=/; HttpOnly'])
  res.appendHeader('Set-Cookie', 'c=3; Path=/; Max-Age=60')
  return { props: { cookies: 3 } }
}

export default show('headers/many')
