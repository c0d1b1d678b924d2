import { z } from 'zod'
import { KindSchema } from './exchange.ts'

/**
 * How the window is set up, remembered for each project. Nothing of it is needed: what cannot be read any more (another version wrote it) comes as at first, each part for itself.
 * Names of columns are the renderer's own and are checked there.
 */
const name = z.string().max(40)
export const LayoutSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  filter: z.string().max(4000).catch(''),
  kinds: z.array(KindSchema).catch(['document', 'data', 'prefetch']),
  savedFilters: z.array(z.string().max(4000)).max(50).catch([]),
  shown: z.record(name, z.boolean()).catch({}),
  widths: z.record(name, z.number().min(10).max(4000)).catch({}),
  sorting: z.object({ column: name, down: z.boolean() }).nullable().catch(null),
  bars: z.enum(['own', 'clock']).catch('own'),
  view: z.enum(['timeline', 'routes']).catch('timeline'),
  /** Ids of pinned exchanges: of use as long as the session that has them. */
  pins: z.array(name).max(5).catch([]),
  detailsShare: z.number().min(10).max(90).catch(40),
})
export type Layout = Readonly<z.infer<typeof LayoutSchema>>
