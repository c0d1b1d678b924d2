import type { Outgoing, PreparedReplay } from '../../shared/replay.ts'
import { safeText } from '../ui/safe-text.ts'
import { TextInput } from '../ui/TextInput.tsx'
import { BodyField } from './BodyField.tsx'
import { Pairs } from './Pairs.tsx'
import styles from './RequestFields.module.css'
import * as form from './request-form.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

export interface RequestFieldsProps {
  readonly prepared: PreparedReplay
  readonly request: Outgoing
  readonly problems: ReadonlyMap<string, string>
  readonly onChange: (request: Outgoing) => void
}

/** Every part of the request as a field, the path by the page's own pattern. */
export function RequestFields({ prepared, request, problems, onChange }: RequestFieldsProps) {
  const facts = form.factsOf(prepared)
  const params = form.paramsOf(request, facts)
  const problem = (name: string) => problems.get(name) ?? null
  const urlProblem = problem('url') ?? problem('method')
  return (
    <div className={styles['fields']}>
      <div className={styles['line']}>
        <input
          className={styles['method']}
          aria-label="Method"
          aria-invalid={problem('method') !== null}
          list="replay-methods"
          value={request.method}
          spellCheck={false}
          onChange={event => onChange({ ...request, method: event.target.value })}
        />
        <datalist id="replay-methods">
          {METHODS.map(method => (
            <option key={method} value={method} />
          ))}
        </datalist>
        <TextInput
          label="Path and query"
          aria-invalid={problem('url') !== null}
          value={request.url}
          onChange={event => onChange({ ...request, url: event.target.value })}
        />
      </div>
      {urlProblem === null ? null : <p className={styles['wrong']}>{urlProblem}</p>}
      {prepared.page === null || params === null || params.length === 0 ? null : (
        <section className={styles['part']} aria-label="Params">
          <h4>
            Params <code>{safeText(prepared.page)}</code>
          </h4>
          {params.map(({ name, value, kind }) => (
            <div key={name} className={styles['param']}>
              <span>{kind === 'one' ? `[${safeText(name)}]` : `[...${safeText(name)}]`}</span>
              <TextInput
                label={`Param ${safeText(name)}`}
                value={value}
                placeholder={kind === 'one' ? '' : 'parts with / between them'}
                onChange={event => onChange(form.setParam(request, facts, name, event.target.value))}
              />
            </div>
          ))}
        </section>
      )}
      <Pairs
        title="Query"
        one="query parameter"
        pairs={form.queryOf(request)}
        problem={() => null}
        onSet={(at, pair) => onChange(form.setQuery(request, at, pair))}
        onAdd={() => onChange(form.addQuery(request))}
        onDrop={at => onChange(form.dropQuery(request, at))}
      />
      <Pairs
        title="Cookies"
        one="cookie"
        pairs={form.cookiesOf(request)}
        problem={at => problem(`cookie ${at}`)}
        onSet={(at, pair) => onChange(form.setCookie(request, at, pair))}
        onAdd={() => onChange(form.addCookie(request))}
        onDrop={at => onChange(form.dropCookie(request, at))}
      />
      <Pairs
        title="Headers"
        one="header"
        pairs={form.headersOf(request)}
        problem={at => problem(`header ${at}`)}
        onSet={(at, pair) => onChange(form.setHeader(request, at, pair))}
        onAdd={() => onChange(form.addHeader(request))}
        onDrop={at => onChange(form.dropHeader(request, at))}
      />
      <BodyField request={request} problem={problem('body')} onChange={onChange} />
    </div>
  )
}
