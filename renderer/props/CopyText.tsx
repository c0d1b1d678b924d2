import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../ui/Button.tsx'

const WORDS = { yes: 'Copied', refused: 'The clipboard refused' } as const

/** A button with words that copies a text, for places where two of them stand side by side. */
export function CopyText({ label, text }: { readonly label: string; readonly text: () => string }) {
  const [copied, setCopied] = useState<keyof typeof WORDS | null>(null)
  useEffect(() => {
    if (copied === null) return
    const timer = setTimeout(() => setCopied(null), 2000)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <Button
      size="small"
      variant="quiet"
      onClick={() => {
        navigator.clipboard.writeText(text()).then(
          () => setCopied('yes'),
          () => setCopied('refused'),
        )
      }}
    >
      {copied === 'yes' ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      <span aria-live="polite">{copied === null ? label : WORDS[copied]}</span>
    </Button>
  )
}
