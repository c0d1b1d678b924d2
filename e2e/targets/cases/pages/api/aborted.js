/** What `/abortable` noted under `key`; null where it was not called. */
export default function handler(req, res) {
  res.status(200).json(globalThis.casesAborted?.[req.query.key] ?? null)
}
