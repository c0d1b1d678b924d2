import styles from './ToolTabs.module.css'

export type PropsTool = 'map' | 'largest' | 'repeated' | 'compare' | 'reads'

const TOOLS: readonly { readonly id: PropsTool | null; readonly label: string }[] = [
  { id: null, label: 'Tree' },
  { id: 'map', label: 'Map' },
  { id: 'largest', label: 'Largest' },
  { id: 'repeated', label: 'Repeated' },
  { id: 'reads', label: 'Not read' },
  { id: 'compare', label: 'Compare with…' },
]

export interface ToolTabsProps {
  readonly tool: PropsTool | null
  readonly onChange: (tool: PropsTool | null) => void
}

/** The ways to look at the props. */
export function ToolTabs({ tool, onChange }: ToolTabsProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in a row with others everywhere
    <div role="group" aria-label="View of the props" className={styles['tabs']}>
      {TOOLS.map(({ id, label }) => (
        <button key={label} type="button" aria-pressed={id === tool} onClick={() => onChange(id)}>
          {label}
        </button>
      ))}
    </div>
  )
}
