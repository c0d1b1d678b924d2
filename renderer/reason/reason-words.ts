import type { Reason } from '../../shared/exchange.ts'

export type ReasonName = Reason['name']

export interface ReasonWords {
  /** As a title: `Client transition`. */
  readonly label: string
  /** What such a request is, in a sentence. */
  readonly means: string
}

export const REASONS: Readonly<Record<ReasonName, ReasonWords>> = {
  document: { label: 'Document', means: 'The browser loads the page as a whole: an address, a link, a bookmark.' },
  'client-transition': {
    label: 'Client transition',
    means: 'A link or the router changed the page inside the browser, and only the props were asked for.',
  },
  prefetch: { label: 'Prefetch', means: 'Asked for ahead of a click that may never come.' },
  reload: { label: 'Reload', means: 'The page was loaded again.' },
  'back-forward': { label: 'Back or forward', means: 'The visitor went through the browser’s history.' },
  form: { label: 'Form', means: 'A form was sent to the page.' },
  fetch: { label: 'Fetch', means: 'Code on a page asked for it, not the browser’s own navigation.' },
  bot: { label: 'Bot', means: 'A crawler asked for it.' },
  'health-check': { label: 'Health check', means: 'A load balancer or a monitor looked whether the server is well.' },
  favicon: { label: 'Favicon', means: 'The browser asked for a site’s icon, and a page’s route caught it.' },
  replay: { label: 'Replay', means: 'Propscope sent a captured request again.' },
  tool: { label: 'Tool', means: 'A program such as curl asked for it, no browser.' },
}
