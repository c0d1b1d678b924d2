import { createPathsMatcher, getTsconfig } from 'get-tsconfig'

/** Where `specifier` may lie by the `paths` and `baseUrl` of the project's tsconfig.json or jsconfig.json, without an extension; empty where they say nothing of it, or cannot be read. */
export function aliasedPaths(folder: string, specifier: string): readonly string[] {
  for (const name of ['tsconfig.json', 'jsconfig.json']) {
    try {
      const config = getTsconfig(folder, name)
      if (config) return createPathsMatcher(config)?.(specifier) ?? []
    } catch {
      // One that is being written, or extends what is not there.
    }
  }
  return []
}
