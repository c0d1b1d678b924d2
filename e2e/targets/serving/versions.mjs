import { fail, readArgs } from '../serve.mjs'

/**
 * The versions of Next that targets are served with, by the name of the folder of each: the bundler that it takes by itself, and the flags by which
 * `next dev` and `next build` are told another one. null: it cannot be had there.
 *
 * @typedef {object} Version
 * @property {'webpack' | 'turbopack'} byDefault
 * @property {Record<'dev' | 'build', Record<'webpack' | 'turbopack', string[] | null>>} flags
 */

/** @type {Record<string, Version>} */
export const VERSIONS = {
  next12: {
    byDefault: 'webpack',
    flags: { dev: { webpack: [], turbopack: null }, build: { webpack: [], turbopack: null } },
  },
  next13: {
    byDefault: 'webpack',
    flags: { dev: { webpack: [], turbopack: ['--turbo'] }, build: { webpack: [], turbopack: null } },
  },
  next14: {
    byDefault: 'webpack',
    flags: { dev: { webpack: [], turbopack: ['--turbo'] }, build: { webpack: [], turbopack: null } },
  },
  'next15.1': {
    byDefault: 'webpack',
    flags: { dev: { webpack: [], turbopack: ['--turbopack'] }, build: { webpack: [], turbopack: null } },
  },
  next15: {
    byDefault: 'webpack',
    flags: {
      dev: { webpack: [], turbopack: ['--turbopack'] },
      build: { webpack: [], turbopack: ['--turbopack'] },
    },
  },
  next16: {
    byDefault: 'turbopack',
    flags: {
      dev: { webpack: ['--webpack'], turbopack: ['--turbopack'] },
      build: { webpack: ['--webpack'], turbopack: ['--turbopack'] },
    },
  },
}

/**
 * @param {Version} version
 * @param {'webpack' | 'turbopack'} bundler
 * @param {'dev' | 'build'} command
 */
export function flagsOf(version, bundler, command) {
  return version.flags[command][bundler] ?? []
}

/**
 * Reads what a target was called with: `VERSION` and what `readArgs` reads.
 * @param {string} usage
 * @param {readonly string[]} names of the versions that it is served with
 */
export function readVersion(usage, names = Object.keys(VERSIONS)) {
  const [name = '', ...rest] = process.argv.slice(2)
  const version = names.includes(name) ? VERSIONS[name] : undefined
  return version ? { name, version, args: readArgs(rest, usage) } : fail(usage)
}
