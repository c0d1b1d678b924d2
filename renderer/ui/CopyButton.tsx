import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { IconButton } from './IconButton.tsx'

type Copied = 'no' | 'yes' | 'refused'

export interface CopyButtonProps {
  /** What is copied; a function where making the text is not free. */
  readonly text: string | (() => string)
  /** Accessible name, e.g. `Copy the URL`. */
  readonly label: string
}

/** Copies a text and says for two seconds that it did. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const [copied, setCopied] = useState<Copied>('no')
  useEffect(() => {
    if (copied === 'no') return
    const timer = setTimeout(() => setCopied('no'), 2000)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = () => {
    navigator.clipboard.writeText(typeof text === 'string' ? text : text()).then(
      () => setCopied('yes'),
      () => setCopied('refused'),
    )
  }
  const words = { no: label, yes: 'Copied', refused: 'The clipboard refused' }[copied]
  return <IconButton label={words} icon={copied === 'yes' ? <Check /> : <Copy />} onClick={copy} />
}
