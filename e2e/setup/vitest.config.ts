import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'
import { agentPlugin } from '../../electron.vite.config.ts'

export default defineConfig({
  root: resolve(import.meta.dirname, '../..'),
  plugins: [agentPlugin()],
  test: {
    include: ['{electron,renderer,shared,e2e/setup,e2e/matrix}/**/*.test.{ts,tsx}'],
    testTimeout: 20_000,
  },
})
