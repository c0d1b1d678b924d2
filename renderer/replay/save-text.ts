/** Has the browser, or Electron, save a text as a file. */
export function saveText(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has its own hold on it by the next turn.
  setTimeout(() => URL.revokeObjectURL(url), 0)
}
