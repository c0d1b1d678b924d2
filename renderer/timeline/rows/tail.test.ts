import { describe, expect, it } from 'vitest'
import { aSummary } from '../../../shared/a-summary.ts'
import { SortedRows } from '../../state/rows.ts'
import { ShownRows } from '../../state/shown-rows.ts'
import { Tail } from './tail.ts'

/** A list that has room for five rows of 10 px; what is scrolled is clamped as a browser does. */
function aList() {
  const all = new SortedRows()
  const shown = new ShownRows()
  const scroller = {
    top: 0,
    clientHeight: 50,
    get scrollHeight() {
      return Math.max(50, shown.length * 10)
    },
    get scrollTop() {
      return this.top
    },
    set scrollTop(px: number) {
      this.top = Math.max(0, Math.min(px, this.scrollHeight - 50))
    },
  }
  const tail = new Tail({ scroller: scroller as unknown as HTMLElement, shown, rowHeight: 10, room: () => 50 })
  return {
    tail,
    shown,
    scroller,
    come(count: number) {
      for (let index = 0; index < count; index++) {
        const row = aSummary({ id: String(1000 + all.length) })
        all.put(row)
        shown.put(row)
      }
      tail.sync()
    },
    scrollTo(px: number) {
      scroller.scrollTop = px
      tail.onScroll()
    },
  }
}

describe('the tail', () => {
  it('follows the newest row until the user scrolls up, and then counts those that come', () => {
    const { tail, scroller, come, scrollTo } = aList()
    come(20)
    expect(scroller.scrollTop).toBe(150)
    scrollTo(100)
    come(3)
    expect([scroller.scrollTop, tail.newRows]).toEqual([100, 3])
    scrollTo(1000)
    come(1)
    expect([scroller.scrollTop, tail.newRows]).toEqual([190, 0])
  })

  it('counts only what is out of sight: a row that is seen is not new any more', () => {
    const { tail, come, scrollTo } = aList()
    come(3)
    // An older one is chosen: there is room for two more below.
    tail.selected('1000')
    come(1)
    expect(tail.newRows).toBe(0)
    come(5)
    expect(tail.newRows).toBe(4)
    scrollTo(10)
    expect(tail.newRows).toBe(3)
    // What was seen once stays seen.
    scrollTo(0)
    expect(tail.newRows).toBe(3)
  })

  it('keeps a row that was chosen while following in its place, though older ones are let go', () => {
    const { tail, shown, scroller, come } = aList()
    come(20)
    tail.selected('1016')
    shown.remove(['1000', '1001', '1002'])
    come(3)
    expect([scroller.scrollTop, shown.at(scroller.scrollTop / 10)?.id]).toEqual([120, '1015'])
  })

  it('says nothing of new rows in an order that has no end to follow', () => {
    const { tail, shown, come, scrollTo } = aList()
    come(20)
    scrollTo(0)
    shown.setOrder({ key: row => row.id, down: true })
    come(2)
    expect(tail.newRows).toBe(0)
  })
})
