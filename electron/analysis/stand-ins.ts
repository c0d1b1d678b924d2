/** Pages that Next renders in place of one that is not there or failed: no route of the user's matched. */
const STAND_INS = new Set(['/_error', '/404', '/500', '/_not-found'])

export function isOwnPage(page: string | null): page is string {
  return page !== null && !STAND_INS.has(page)
}
