import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron'
import type { HostBridge } from '../shared/api.ts'

// The same name as RPC_CHANNEL in shared/api.ts, whose import would bring all its schemas into every window; the type keeps them equal.
const channel: typeof import('../shared/api.ts').RPC_CHANNEL = 'propscope:rpc'

const bridge: HostBridge = {
  post: message => ipcRenderer.send(channel, message),
  listen(handler) {
    const onMessage = (_event: IpcRendererEvent, message: unknown) => handler(message)
    ipcRenderer.on(channel, onMessage)
    return () => ipcRenderer.off(channel, onMessage)
  },
}
contextBridge.exposeInMainWorld('propscopeHost', bridge)
