import { cacheLeak } from './cache-leak.ts'
import { cookiesNotForwarded } from './cookies-not-forwarded.ts'
import { couldBeStatic } from './could-be-static.ts'
import { errorSwallowed } from './error-swallowed.ts'
import { largeProps } from './large-props.ts'
import { lostValues } from './lost-values.ts'
import { noStoreByDefault } from './no-store-by-default.ts'
import { overBudget } from './over-budget.ts'
import { ownApiRoute } from './own-api-route.ts'
import { ranTwice } from './ran-twice.ts'
import type { Rule } from './rule.ts'
import { secretInProps } from './secret-in-props.ts'
import { serialCalls } from './serial-calls.ts'
import { slowCall } from './slow-call.ts'
import { unusedRedirectBody } from './unused-redirect-body.ts'

/** In the order in which findings of the same severity are shown. */
export const RULES: readonly Rule[] = [
  secretInProps,
  cacheLeak,
  lostValues,
  errorSwallowed,
  cookiesNotForwarded,
  overBudget,
  slowCall,
  serialCalls,
  ownApiRoute,
  largeProps,
  ranTwice,
  unusedRedirectBody,
  couldBeStatic,
  noStoreByDefault,
]
