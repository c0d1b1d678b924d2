import { z } from 'zod'

/** A CPU profile as V8 writes it, and `.cpuprofile` files hold it. Times in µs of the process's own monotonic clock. */
export const CpuProfileSchema = z.looseObject({
  nodes: z
    .array(
      z.looseObject({
        id: z.number().int(),
        callFrame: z.looseObject({
          functionName: z.string(),
          url: z.string(),
          /** From 0. */
          lineNumber: z.number().int(),
          columnNumber: z.number().int(),
        }),
        children: z.array(z.number().int()).optional(),
      }),
    )
    .max(500_000),
  startTime: z.number(),
  endTime: z.number(),
  samples: z.array(z.number().int()).max(5_000_000),
  timeDeltas: z.array(z.number()).max(5_000_000),
})
export type CpuProfile = z.infer<typeof CpuProfileSchema>
