import type { ReactNode } from 'react'

export interface CellProps {
  readonly className?: string | undefined
  readonly title?: string | undefined
  readonly children?: ReactNode
}

/** A cell of the grid. The rows are virtualised and laid out as a CSS grid, which a table cannot be; the grid itself has the focus. */
export function Cell(props: CellProps) {
  // biome-ignore lint/a11y/useSemanticElements: see above
  // biome-ignore lint/a11y/useFocusableInteractive: see above
  return <span role="gridcell" {...props} />
}

export function HeadCell({ label, ...props }: CellProps & { readonly label?: string }) {
  // biome-ignore lint/a11y/useSemanticElements: see above
  // biome-ignore lint/a11y/useFocusableInteractive: see above
  return <span role="columnheader" aria-label={label} {...props} />
}
