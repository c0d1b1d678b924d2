import { expect, it } from 'vitest'
import { isOwnFile } from './own-file.ts'

it.each([
  ['/shop/pages/index.tsx', true],
  ['/shop/node_modules/next/dist/server/render.js', false],
  ['/elsewhere/pages/index.tsx', false],
  ['webpack-internal:///./lib/database.js', true],
  ['/turbopack/[project]/lib/database.js', true],
  ['turbopack://[project]/lib/database.js', true],
  ['/turbopack/[project]/node_modules/next/dist/client/link.js', false],
  ['/turbopack/[turbopack]/runtime.js', false],
  ['node:internal/process/task_queues', false],
])('%s of a project in /shop: %s', (file, own) => {
  expect(isOwnFile(file, '/shop')).toBe(own)
})
