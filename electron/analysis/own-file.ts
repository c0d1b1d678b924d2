/** In the project's folder and in no package; Turbopack names a package's chunk `node_modules_…`, webpack's eval `webpack-internal:///`. */
export function isOwnFile(file: string, folder: string | null): boolean {
  if (/node_modules[/_\\]/.test(file) || file.startsWith('node:') || file === '<anonymous>') return false
  // What Turbopack of Next 13 and 14 calls the project's root.
  if (/^(turbopack:\/\/)?\/?(turbopack\/)?\[project\]\//.test(file)) return true
  if (/^webpack-internal:\/\/\/|^webpack:\/\//.test(file)) return true
  if (/^\.{0,2}\/?(src\/)?(pages|components|lib)\//.test(file)) return true
  return folder !== null && (file.startsWith(`${folder}/`) || file.startsWith(`${folder}\\`))
}
