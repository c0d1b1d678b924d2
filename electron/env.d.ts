/** The agent, bundled to one classic script (electron.vite.config.ts). */
declare module '*?agent' {
  const source: string
  export default source
}
