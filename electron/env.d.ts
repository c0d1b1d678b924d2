/** The agent, bundled to one classic script (electron.vite.config.ts). */
declare module '*?agent' {
  const source: string
  export default source
}

/** A worker, bundled to one CommonJS text for `new Worker(source, { eval: true })`. */
declare module '*?worker-text' {
  const source: string
  export default source
}
