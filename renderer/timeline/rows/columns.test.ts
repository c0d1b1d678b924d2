import { describe, expect, it } from 'vitest'
import { COLUMNS, type ColumnChoice, fitColumns, templateOf, widthsOf } from './columns.ts'

const NONE: ColumnChoice = { shown: {}, widths: {} }
const AGENT = { wired: false, wireOnly: false }
const ids = (width: number, choice = NONE, context = AGENT) => fitColumns(width, choice, context).map(({ id }) => id)

describe('columns', () => {
  it('are all there where there is room, and the least important go where there is not', () => {
    expect(ids(1440)).toEqual([
      'result',
      'kind',
      'source',
      'page',
      'url',
      'status',
      'call',
      'total',
      'props',
      'cache',
      'bars',
    ])
    expect(ids(700)).not.toContain('cache')
    expect(ids(700)).toContain('call')
    expect(ids(400)).toEqual(['result', 'url', 'status', 'call', 'props'])
    expect(ids(10)).toHaveLength(2)
  })

  it('take all the room there is, and no more', () => {
    for (let width = 240; width < 2600; width += 7) {
      const columns = fitColumns(width, NONE, AGENT)
      const sum = widthsOf(columns, width, NONE).reduce((all, px) => all + px + 10, 14)
      if (columns.some(({ grow }) => grow)) expect(sum, `${width}`).toBe(width)
    }
  })

  it('are what the user says, and as wide', () => {
    const choice: ColumnChoice = { shown: { cache: false, start: true }, widths: { page: 222 } }
    expect(ids(1600, choice)).toEqual(expect.arrayContaining(['start']))
    expect(ids(1600, choice)).not.toContain('cache')
    expect(templateOf(widthsOf(fitColumns(1600, choice, AGENT), 1600, choice))).toContain(' 222px ')
  })

  it('depend on who looks on', () => {
    expect(ids(1600, NONE, { wired: true, wireOnly: true })).toContain('wire')
    expect(ids(1600, NONE, { wired: true, wireOnly: true })).not.toContain('call')
  })

  it('can be sorted by all that the issue names', () => {
    const sortable = COLUMNS.filter(({ sortBy }) => sortBy).map(({ id }) => id)
    expect(sortable).toEqual(
      expect.arrayContaining([
        'start',
        'page',
        'outcome',
        'status',
        'call',
        'total',
        'props',
        'wire',
        'cache',
        'findings',
      ]),
    )
  })
})
