import { z } from 'zod'

// The content security policy forbids `new Function`, which zod's fast path uses. Must run before any schema is made, so
// main.tsx imports this file first.
z.config({ jitless: true })
