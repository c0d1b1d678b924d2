import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import type { Copied } from './engine/protocol.ts'

const WORDS = { yes: 'Copied', refused: 'The clipboard refused', large: 'Too large: save it' } as const

/** A button with words that copies a text, for places where several of them stand side by side. */
export function CopyText({ label, text }: { readonly label: string; readonly text: () => Promise<Copied> }) {
  const [copied, setCopied] = useState<keyof typeof WORDS | null>(null)
  useEffect(() => {
    if (copied === null) return
    const timer = setTimeout(() => setCopied(null), 2000)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    const found = await text()
    if (!found.ok) return setCopied('large')
    await navigator.clipboard.writeText(found.text)
    setCopied('yes')
  }
  return (
    <Button size="small" variant="quiet" onClick={() => copy().catch(() => setCopied('refused'))}>
      {copied === 'yes' ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      <span aria-live="polite">{copied === null ? label : WORDS[copied]}</span>
    </Button>
  )
}
