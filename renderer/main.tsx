import './state/jitless.ts'
import './styles/tokens.css'
import './styles/base.css'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { startCommands } from './app/app-commands.ts'
import { startDetailsCommands } from './details/details-commands.ts'
import { startReplayCommands } from './replay/replay-commands.ts'
import { startBackend } from './state/backend.ts'
import { startFilter } from './state/filter-state.ts'
import { startLayoutMemory } from './state/layout-memory.ts'
import { startTheme } from './state/theme.ts'
import { startStamps } from './timeline/rows/stamps.tsx'
import { startTimelineCommands } from './timeline/timeline-commands.ts'
import { ErrorBoundary } from './ui/ErrorBoundary.tsx'
import { TooltipProvider } from './ui/Tooltip.tsx'

startTheme()
startFilter()
startCommands()
startReplayCommands()
startTimelineCommands()
startDetailsCommands()
startStamps()
startLayoutMemory()
startBackend()

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <TooltipProvider delay={400}>
        <ErrorBoundary what="its window">
          <App />
        </ErrorBoundary>
      </TooltipProvider>
    </CSPProvider>
  </StrictMode>,
)
