import { Group, Panel, Separator } from 'react-resizable-panels'
import { RoutesView } from '../routes/RoutesView.tsx'
import { changeLayout, useLayout } from '../state/layout-state.ts'
import { closeDetails } from '../state/selection.ts'
import { useStore } from '../state/store.ts'
import { ListHead } from '../timeline/ListHead.tsx'
import { Overview } from '../timeline/overview/Overview.tsx'
import { Timeline } from '../timeline/Timeline.tsx'
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx'
import { useMedia } from '../ui/use-media.ts'
import { DetailsPane } from './DetailsPane.tsx'
import styles from './Workspace.module.css'

/** Narrower than this, details cover the list. */
const NARROW = '(width < 900px)'

/** Overview, list and details: beside each other where there is room. */
export function Workspace() {
  const narrow = useMedia(NARROW)
  const id = useStore(state => (state.detailsOpen ? state.selected : null))
  const beside = id !== null && !narrow
  const view = useLayout(layout => layout.view)
  const share = useLayout(layout => layout.detailsShare)
  const list = (
    <div className={styles['list']}>
      <ErrorBoundary what="the list of requests">
        <ListHead />
        {view === 'timeline' ? <Timeline /> : <RoutesView />}
      </ErrorBoundary>
    </div>
  )
  return (
    <main className={styles['main']}>
      <ErrorBoundary what="the overview">
        <Overview />
      </ErrorBoundary>
      <div className={styles['below']}>
        {/* The list stays mounted whatever stands beside it: it must keep its place. */}
        <Group
          className={styles['group']}
          orientation="horizontal"
          onLayoutChanged={layout => {
            const now = layout['details']
            if (now !== undefined) changeLayout({ detailsShare: Math.round(now) })
          }}
        >
          <Panel id="list" minSize={380}>
            {list}
          </Panel>
          {beside ? (
            <>
              <Separator className={styles['separator']} aria-label="Width of the details" />
              <Panel id="details" defaultSize={`${share}%`} minSize={340}>
                <DetailsPane id={id} narrow={false} onClose={closeDetails} />
              </Panel>
            </>
          ) : null}
        </Group>
        {id !== null && narrow ? (
          <div className={styles['over']}>
            <DetailsPane id={id} narrow onClose={closeDetails} />
          </div>
        ) : null}
      </div>
    </main>
  )
}
