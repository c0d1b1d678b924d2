/** Answers with the method and what the query said. */
export default function handler(req, res) {
  res.status(200).json({ hello: req.query.from ?? 'nobody', method: req.method })
}
