import { copyAs } from '../../electron/export/copy-as.ts'
import { readCurl } from '../../electron/export/read-curl.ts'
import { prepare } from '../../electron/replay/prepare.ts'
import type { Exchange } from '../../shared/exchange.ts'
import { fail, ok } from '../../shared/problem.ts'
import type { ReplayApi } from '../../shared/replay.ts'

/** The part of the gallery's backend about replays: requests are prepared as they really are, and nothing is sent. */
export function galleryReplays(get: (id: string) => Exchange | null): ReplayApi {
  return {
    prepareReplay: async id => {
      const exchange = get(id)
      if (!exchange) return fail('no-exchange', 'This exchange is not kept any more.', 'Choose another.')
      return ok(prepare(exchange, null, { buildId: 'development', locales: ['en', 'de'], defaultLocale: 'en' }))
    },
    startReplay: async () => fail('not-attached', 'The gallery sends nothing.', 'Look at the real app.'),
    cancelReplay: async () => null,
    listRuns: async () => [],
    compareExchanges: async () => fail('no-exchange', 'The gallery compares nothing.', 'Look at the real app.'),
    copyRequest: async (_of, origin, request, format) =>
      copyAs(format, origin, request, { status: 200, page: null, params: null, query: {}, outcome: 'props' }),
    readCurl: async text => readCurl(text),
    watchPage: async () => null,
    profileReplay: async () => fail('not-attached', 'The gallery profiles nothing.', 'Look at the real app.'),
    readProfile: async () => null,
    recordReads: async () => fail('not-attached', 'The gallery records nothing.', 'Look at the real app.'),
    readReads: async () => null,
    readHistory: async () => [],
    rememberRequest: async () => [],
    forgetRequests: async () => [],
  }
}
