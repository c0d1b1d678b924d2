import { NextResponse } from 'next/server'

/** Rewrites /mid/ID (data requests too, which come here as pages), redirects /moved/ID, marks every other answer, and leaves the rest alone. */
export function middleware(request) {
  const url = request.nextUrl.clone()
  const [, first, id] = url.pathname.split('/')
  if (first === 'mid') {
    url.pathname = `/item/${id}`
    url.searchParams.set('via', 'middleware')
    return NextResponse.rewrite(url)
  }
  if (first === 'moved') {
    url.pathname = `/item/${id}`
    return NextResponse.redirect(url)
  }
  const response = NextResponse.next()
  response.headers.set('x-middleware-was', 'here')
  return response
}
