/** What Next gave to a call, as its props: so the answer itself says what is true of the request. */
export async function given({ params, query, locale, resolvedUrl }) {
  return { props: { params: params ?? null, query, locale: locale ?? null, resolvedUrl } }
}
