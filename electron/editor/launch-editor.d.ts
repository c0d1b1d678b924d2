declare module 'launch-editor/get-args.js' {
  export default function argumentsFor(editor: string, file: string, line?: number, column?: number): string[]
}
declare module 'launch-editor/guess.js' {
  export default function guessEditor(specified?: string): (string | null)[]
}
declare module 'launch-editor/construct-windows-launch-command.js' {
  export default function constructWindowsLaunchCommand(editor: string, args: string[]): string
}
