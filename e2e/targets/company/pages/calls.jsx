import { get } from 'node:http'
import { trace } from '@opentelemetry/api'

const outside = () => process.env.OUTSIDE

const viaHttp = url =>
  new Promise((resolve, reject) => {
    get(url, response => {
      let text = ''
      response.on('data', part => (text += part))
      response.on('end', () => resolve(JSON.parse(text)))
    }).on('error', reject)
  })

/** A client of a database, as it tells of itself: by a span. */
const viaDatabase = statement =>
  trace
    .getTracer('company-database')
    .startActiveSpan(
      'SELECT',
      { kind: 2, attributes: { 'db.system': 'postgresql', 'db.statement': statement, 'server.address': 'db.local' } },
      async span => {
        await new Promise(resolve => setTimeout(resolve, 5))
        span.end()
        return 1
      },
    )

export async function getServerSideProps({ req }) {
  const answers = [
    await (await fetch(`${outside()}/answer?by=fetch`)).json(),
    await viaHttp(`${outside()}/answer?by=http`),
    await viaDatabase('SELECT 1'),
  ]
  const { storage, cls, hookContext } = globalThis.company ?? {}
  // Whose request this is, as the company's own contexts say it after all that was awaited.
  const own = {
    asked: req.headers['x-case'] ?? null,
    storage: storage?.getStore() ?? null,
    cls: cls?.get('id') ?? null,
    hook: hookContext?.() ?? null,
  }
  return { props: { answers, own } }
}

export default function Calls({ answers }) {
  return <p>{answers.length} answers</p>
}
