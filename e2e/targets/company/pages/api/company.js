/** What each of the company saw of the trace that is asked for. */
export default async function handler(req, res) {
  const saw = {}
  for (const [name, look] of Object.entries(globalThis.company?.saw ?? {})) saw[name] = await look(req.query)
  res.json(saw)
}
