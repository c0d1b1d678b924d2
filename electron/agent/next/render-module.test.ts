import { describe, expect, it } from 'vitest'
import type { LiveRequest } from '../request/request.ts'
import { watchRender } from './render-module.ts'
import type { SpanOutcome } from './tracer.ts'

type Options = { getServerSideProps?: (context: unknown) => unknown; isNotFound?: boolean }
const FILE = '/app/node_modules/next/dist/server/render.js'
const SERVER = '/app/node_modules/next/dist/server/base-server.js'
const response = {}
const request = { number: 1 } as LiveRequest

/** As Next 12 renders: the options are read at once, and written to for the caller. */
async function renderToHTML(_request: unknown, _response: unknown, _page: string, query: unknown, options: Options) {
  const { getServerSideProps } = options
  await null
  const result = (await getServerSideProps?.({ query })) as { notFound?: boolean; props?: unknown } | undefined
  options.isNotFound = result?.notFound === true
  return JSON.stringify(result?.props)
}

function watched(cache: Record<string, { exports: unknown }>) {
  const told: (string | boolean | unknown)[][] = []
  const stop = watchRender(cache, {
    guard: work => work(),
    requestOf: asked => (asked === response ? request : undefined),
    begin(_request, type, page, { params, locale }) {
      const one: unknown[] = [type, page]
      if (params && Object.keys(params).length > 0) one.push({ ...params }, locale)
      told.push(one)
      return (outcome: SpanOutcome) => void one.push(outcome.ok ? outcome.value : outcome.error)
    },
  })
  return { told, stop }
}

describe('the renderer of Next 12', () => {
  it('is watched from the call to its result, and neither it nor its caller can tell', async () => {
    const module = { renderToHTML }
    const { told, stop } = watched({ [FILE]: { exports: module }, '/app/other.js': { exports: {} } })
    const options: Options = {
      getServerSideProps: async context => ({ props: { context, own: options.getServerSideProps === own } }),
    }
    const own = options.getServerSideProps
    expect(await module.renderToHTML(null, response, '/[id]', { id: '7' }, options)).toBe(
      '{"context":{"query":{"id":"7"}},"own":true}',
    )
    expect(options).toEqual({ getServerSideProps: own, isNotFound: false })
    expect(told).toEqual([
      ['NextNodeServer.findPageComponents', '/[id]', undefined],
      ['BaseServer.handleRequest', '/[id]', '{"context":{"query":{"id":"7"}},"own":true}'],
      ['Render.getServerSideProps', '/[id]', { props: { context: { query: { id: '7' } }, own: true } }],
    ])
    stop?.()
    expect(module.renderToHTML).toBe(renderToHTML)
  })

  it('fails as it failed before', async () => {
    const module = { renderToHTML }
    const { told } = watched({ [FILE]: { exports: module } })
    const error = new TypeError('no database')
    const failing: Options = { getServerSideProps: () => Promise.reject(error) }
    await expect(module.renderToHTML(null, response, '/', {}, failing)).rejects.toBe(error)
    expect(told.at(-1)).toEqual(['Render.getServerSideProps', '/', error])
  })

  it('is left alone for requests that are not watched, without the module, and where Next has a tracer', async () => {
    const module = { renderToHTML }
    const { told } = watched({ [FILE]: { exports: module } })
    await module.renderToHTML(null, {}, '/', {}, { getServerSideProps: async () => ({ props: {} }) })
    expect(told).toEqual([])
    const traced = { renderToHTML }
    const tracer = '/app/node_modules/next/dist/server/lib/trace/tracer.js'
    expect(watched({ [FILE]: { exports: traced }, [tracer]: { exports: {} } }).stop).toBeNull()
    expect(traced.renderToHTML).toBe(renderToHTML)
    expect(watched({ '/app/x.js': { exports: 1 } }).stop).toBeNull()
  })

  it('tells of pages that the build made, from the class of the server, and puts that back', async () => {
    class Server {
      async renderToResponseWithComponents(...given: unknown[]): Promise<unknown[]> {
        return given
      }
    }
    const { prototype } = Server
    const own = prototype.renderToResponseWithComponents
    const base = { exports: { default: Server } }
    const { told, stop } = watched({ [FILE]: { exports: { renderToHTML } }, [SERVER]: base })
    const context = {
      res: { originalResponse: response },
      pathname: '/[id]',
      renderOpts: { params: { id: '7' }, locale: 'de' },
    }
    expect(await new Server().renderToResponseWithComponents(context, 'found')).toEqual([context, 'found'])
    await new Server().renderToResponseWithComponents({ res: { originalResponse: {} }, pathname: '/other' })
    await new Server().renderToResponseWithComponents(undefined)
    expect(told).toEqual([['NextNodeServer.findPageComponents', '/[id]', { id: '7' }, 'de', undefined]])
    stop?.()
    expect(prototype.renderToResponseWithComponents).toBe(own)
    expect(Object.keys(prototype)).toEqual([])
  })
})
