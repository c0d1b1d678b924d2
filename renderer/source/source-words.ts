import type { Exchange } from '../../shared/exchange.ts'

/** Who saw an exchange, for people. */
export const SOURCES: Readonly<Record<Exchange['source'], { readonly text: string; readonly title: string }>> = {
  agent: { text: 'in the process', title: 'Seen by the agent inside the server; the wire was not watched' },
  tap: { text: 'on the wire', title: 'Seen by the tap on the wire; what happened inside the server is not known' },
  both: { text: 'process and wire', title: 'Seen by the agent inside the server and by the tap on the wire' },
}
