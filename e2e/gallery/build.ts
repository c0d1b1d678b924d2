import { join, resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { build } from 'vite'

const root = resolve(import.meta.dirname, '../../renderer')

/** Builds the renderer alone, as electron-vite does it; returns the folder. */
export async function buildRenderer(outDir: string): Promise<string> {
  await build({
    configFile: false,
    root,
    base: './',
    logLevel: 'warn',
    plugins: [react()],
    build: { outDir, emptyOutDir: true, rolldownOptions: { input: { index: join(root, 'index.html') } } },
  })
  return outDir
}
