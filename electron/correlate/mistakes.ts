import type { Mistake } from '../../shared/exchange.ts'
import type { CallEndEvent, LateUseEvent } from '../../shared/raw-events.ts'
import { msText } from '../analysis/findings/words.ts'

const ANSWERS = ['props', 'redirect', 'notFound'] as const

/**
 * What a call did wrong, in the terms of Next's own checks (packages/next/src/server/render.tsx: `invalidKeysMsg`, `checkRedirectValues`, `GSSP_NO_RETURNED_VALUE`, `GSSP_COMPONENT_MEMBER_ERROR`), also where
 * Next lets it pass. `rejected`: the props were a promise that was rejected. `late`: its `res` was used after it had ended.
 */
export function mistakesOf(end: CallEndEvent | null, rejected: boolean, late: LateUseEvent | null = null): Mistake[] {
  if (!end) return []
  const found: Mistake[] = []
  const add = (kind: Mistake['kind'], message: string, advice: string) => void found.push({ kind, message, advice })
  if (end.result === 'error' && end.error && end.error.name === null) {
    add(
      'threw-non-error',
      'It threw something that is no Error: there is no stack, and Next shows a message of its own in its place.',
      'Throw an Error, with what happened as its message and the reason as its cause.',
    )
  }
  if (rejected) {
    add(
      'props-rejected',
      'It returned a promise as props, and that was rejected after the call had ended.',
      'Await it inside the call, where it can be caught and answered with notFound or a redirect.',
    )
  }
  if (late) {
    add(
      'res-after-answer',
      `It called \`res.${late.member}\` ${msText(late.at - end.at)} after it had returned, when the answer was Next’s to make.`,
      'Await whatever uses res before returning (Next’s page gssp-no-mutating-res); what only follows from the request needs no res.',
    )
  }
  const { returned } = end
  if (!returned) return found
  if (returned.type !== 'object') {
    add(
      'no-answer',
      `It returned ${returned.type === 'undefined' ? 'nothing' : `a value of type ${returned.type}`}: Next wants an object.`,
      'Return { props }, { redirect } or { notFound: true } on every way out of the function.',
    )
    return found
  }
  const extra = returned.keys.filter(key => !ANSWERS.some(known => known === key))
  if (extra.length > 0) {
    add(
      'extra-keys',
      `It returned ${extra.map(key => `\`${key}\``).join(', ')} beside Next’s own keys, which Next refuses.`,
      'Put what the page needs inside props; only props, redirect and notFound may stand beside each other.',
    )
  }
  const hasRedirect = returned.redirect !== 'absent' && returned.redirect !== 'undefined'
  if (!returned.notFound && !hasRedirect) checkProps(returned.props, extra.length > 0, add)
  if (returned.notFound && hasRedirect) {
    add('not-found-and-redirect', 'It returned both notFound and redirect, which Next refuses.', 'Return one of them.')
  } else if ((returned.notFound || hasRedirect) && !['absent', 'undefined'].includes(returned.props)) {
    const what = returned.notFound ? 'notFound' : 'redirect'
    add(
      'answer-and-props',
      `It returned props beside ${what}: Next looks at ${what} first and throws the props away.`,
      `Return ${what} alone.`,
    )
  }
  if (hasRedirect) checkRedirect(end, returned.destination, add)
  return found
}

type Add = (kind: Mistake['kind'], message: string, advice: string) => void

function checkProps(props: string, hasOthers: boolean, add: Add): void {
  if (props === 'absent' || props === 'undefined') {
    add(
      'no-props',
      hasOthers
        ? 'It returned an object without props: what the page needs stands beside it instead.'
        : 'It returned an object without props.',
      'Return { props: { … } }; an empty object is enough where the page needs nothing.',
    )
  } else if (!['object', 'promise', 'getter', 'inherited'].includes(props)) {
    add('props-not-object', `Its props are of type ${props}, and not an object.`, 'Return an object as props.')
  }
}

function checkRedirect({ redirect }: CallEndEvent, destination: string, add: Add): void {
  if (destination !== 'string') {
    add(
      'redirect-destination',
      destination === 'absent' || destination === 'undefined'
        ? 'Its redirect has no destination.'
        : `The destination of its redirect is of type ${destination}, and not a string.`,
      'Give redirect.destination as a string: a path, or a whole URL.',
    )
  }
  const hasStatus = redirect?.statusCode != null
  const hasPermanent = redirect?.permanent != null
  if (hasStatus && hasPermanent) {
    add(
      'redirect-status',
      'Its redirect has both permanent and statusCode, which Next refuses.',
      'Keep one: permanent for 308 or 307, statusCode for 301, 302, 303, 307 or 308.',
    )
  } else if (!hasStatus && !hasPermanent) {
    add(
      'redirect-status',
      'Its redirect has neither permanent nor statusCode, and Next wants one of them.',
      'Add permanent: false for a temporary redirect.',
    )
  } else if (hasStatus && ![301, 302, 303, 307, 308].includes(redirect?.statusCode ?? 0)) {
    add(
      'redirect-status',
      `The statusCode of its redirect is ${redirect?.statusCode}, which is none of a redirect.`,
      'Use 301, 302, 303, 307 or 308.',
    )
  }
}
