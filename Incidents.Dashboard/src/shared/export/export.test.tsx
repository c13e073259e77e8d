import { nth } from '@shared/testing/nth'
import { show } from '@shared/testing/render'
import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { toast } from '../ui/toasts'
import { Toasts } from '../ui/Toast'
import type { Facts } from './facts'
import { copyLink, fileNameOf, saveTable } from './save'
import { csvOf, geoJsonOf, type Table } from './table'

interface Row {
  readonly street: string
  readonly count: number
}

const facts: Facts = {
  area: 'Қарағанды, "Орталық"',
  period: { from: '2026-02-01', to: '2026-02-28' },
  counted: 'INCIDENTS',
  categories: ['theft', 'robbery'],
  knownAt: null,
  method: 'counts',
  parameters: { zoom: 17, count: 9 },
  asOf: '2026-03-01T07:00:00Z',
  source: 'http://localhost/crime-map',
  simulated: true,
}
const rows: Row[] = [
  { street: '=HYPERLINK("x")', count: -3.5 },
  { street: '-1', count: 2 },
  { street: '@cmd', count: 0 },
]
const table: Table<Row> = {
  facts,
  rows,
  columns: [
    { name: 'street', of: (row) => row.street },
    { name: 'count', of: (row) => row.count },
  ],
}

/** The blob that the page hands to the browser. */
function saving(): { readonly blobs: Blob[]; readonly names: string[] } {
  const [blobs, names]: [Blob[], string[]] = [[], []]
  Object.assign(URL, {
    createObjectURL: (blob: Blob) => {
      blobs.push(blob)
      return 'blob:x'
    },
    revokeObjectURL: () => undefined,
  })
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    names.push(this.download)
  })
  return { blobs, names }
}

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

it('writes CSV with a mark, the facts on every row, and harmless formulas', () => {
  const [head = '', ...lines] = csvOf(table).split('\r\n')
  expect(head).toBe(
    '\uFEFFstreet,count,area,from,to,counted,categories,knownAt,method,zoom,about_count,asOf,source,simulated',
  )
  const about =
    '"Қарағанды, ""Орталық""",2026-02-01,2026-02-28,INCIDENTS,theft robbery,now,counts,17,9,2026-03-01T07:00:00Z,' +
    'http://localhost/crime-map,true'
  expect(lines).toEqual([`"'=HYPERLINK(""x"")",-3.5,${about}`, `-1,2,${about}`, `'@cmd,0,${about}`, ''])
})

it('writes GeoJSON with the facts once, and a row as properties', () => {
  const text = geoJsonOf(table, { id: (row) => row.street, geometry: () => ({ type: 'Point', coordinates: [73, 49] }) })
  const read = JSON.parse(text) as { facts: Record<string, unknown>; features: object[] }
  expect(read.facts).toMatchObject({ area: facts.area, zoom: 17, knownAt: 'now', simulated: true })
  expect(read.features).toHaveLength(3)
  expect(nth(read.features, 0)).toEqual({
    type: 'Feature',
    id: '=HYPERLINK("x")',
    geometry: { type: 'Point', coordinates: [73, 49] },
    properties: { street: '=HYPERLINK("x")', count: -3.5 },
  })
})

it('says the name of the file and its rows', async () => {
  const { blobs, names } = saving()
  await show(<Toasts />)
  act(() => saveTable({ ...table, name: fileNameOf('change', 'SOS_CALLS', '2026-02-01'), format: 'csv' }))
  expect(names).toEqual(['change-sos-calls-2026-02-01.csv'])
  expect(nth(blobs, 0).type).toBe('text/csv;charset=utf-8')
  expect(screen.getByRole('status').textContent).toContain('Saved: change-sos-calls-2026-02-01.csv, 3 rows')
})

it('says that a link was copied, or shows it where the browser does not allow that', async () => {
  const writeText = vi.fn().mockResolvedValue(undefined)
  vi.stubGlobal('navigator', { clipboard: { writeText } })
  await show(<Toasts />)
  await act(() => copyLink('http://a/b'))
  expect(writeText).toHaveBeenCalledWith('http://a/b')
  expect(screen.getByRole('status').textContent).toContain('Link copied')
  vi.stubGlobal('navigator', {})
  await act(() => copyLink('http://a/c'))
  expect(screen.getByRole('status').textContent).toContain('http://a/c')
})

it('closes a message', async () => {
  await show(<Toasts />)
  act(() => toast('To be closed', 'bad'))
  const message = screen.getByText('To be closed')
  await userEvent.click(
    nth(screen.getAllByRole('button', { name: 'Close' }), -1 + screen.getAllByRole('button').length),
  )
  expect(message.isConnected).toBe(false)
})
