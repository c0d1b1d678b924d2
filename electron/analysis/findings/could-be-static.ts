import type { Rule } from './rule.ts'

/** So many calls must have agreed. */
const CALLS = 5

export const couldBeStatic: Rule = {
  id: 'could-be-static',
  title: 'A page that could be static',
  doc: 'Pages Router: getStaticProps',
  find({ call, outcome, request, propsDigest }, { pages }) {
    const page = request.page === null ? undefined : pages.get(request.page)
    // Of props that nobody has read it is not known whether they are the same.
    if (!call || outcome !== 'props' || propsDigest === null || !page || page.watched < CALLS) return []
    // Of the method and the URL it is never known; a page that gave the same for all is not likely to look there.
    const isUnseen = [...page.unseen].some(part => part !== 'method' && part !== 'url')
    if (page.reads.size > 0 || isUnseen || page.digest === null || page.setCookie) return []
    return [
      {
        severity: 'info',
        message: `All ${page.calls} calls of this page returned the same props, and looked at nothing of the request.`,
        advice:
          'Use getStaticProps with revalidate: the page is rendered once, and again when it is older than you allow.',
      },
    ]
  },
}
