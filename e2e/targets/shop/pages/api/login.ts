import type { NextApiRequest, NextApiResponse } from 'next'

/** `POST /api/login`: everybody is Nora. */
export default function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.method !== 'POST') return res.status(405).setHeader('Allow', 'POST').end()
  const next = String(req.body.next ?? '/account')
  res.setHeader('Set-Cookie', 'session=demo-session-nora; Path=/; HttpOnly; SameSite=Lax')
  res.redirect(303, next.startsWith('/') && !next.startsWith('//') ? next : '/account')
}
