import { largeProps } from './large-props.ts'
import type { Rule } from './rule.ts'
import { slowCall } from './slow-call.ts'

/** In the order in which findings of the same severity are shown. */
export const RULES: readonly Rule[] = [slowCall, largeProps]
