import { nth } from '@shared/testing/nth'
import { givePurpose } from '@shared/session/purpose'
import { visit } from '@shared/testing/render'
import { catalogue, serve } from '@shared/testing/server'
import { act, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it, vi } from 'vitest'
import { incidentRoutes } from './feature'

const row = (id: string, status = 'OPEN') => ({
  id,
  city: 'karaganda',
  district: 'Oktyabr',
  street: 'Mira 1',
  category: 'theft',
  status,
  deviceId: null,
  description: null,
  source: 'police',
  sourceId: 'K-17',
  unit: null,
  victims: null,
  occurredAt: '2026-03-01T11:00:00+05:00',
  timePrecision: 'MINUTE',
  knownAt: '2026-03-01T11:05:00+05:00',
})
const page = (ids: readonly string[], endCursor: string | null = null) => ({
  data: { incidents: { nodes: ids.map((id) => row(id)), pageInfo: { hasNextPage: endCursor !== null, endCursor } } },
})
const count = (totalCount: number) => ({ data: { incidents: { totalCount } } })
const open = async (register: Parameters<typeof serve>[0][string], address = '/incidents', total = 0) => {
  const asked = serve({ Catalogue: catalogue, Register: register, RegisterCount: count(total) })
  return { ...(await visit(incidentRoutes, address)), asked }
}
const rows = async () => (await screen.findAllByRole('row')).slice(1)

beforeEach(() => {
  // Only rows in sight are drawn, and jsdom lays nothing out.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(900)
})

it('says that it loads until the rows are there', async () => {
  await open('never')
  expect(await screen.findByText('Loading…')).toBeTruthy()
  expect(screen.queryByRole('table')).toBeNull()
})

it('shows rows by their names, by the clocks of their town, and how many there are', async () => {
  await open(page(['a', 'b']), '/incidents', 1_234)
  const first = nth(await rows(), 0)
  const cells = within(first).getAllByRole('cell')
  expect(cells.map((cell) => cell.textContent)).toEqual([
    'Theft',
    'Open',
    '01/03/2026, 11:00:00',
    '01/03/2026, 11:05:00',
    'Karaganda',
    'Oktyabr, Mira 1',
    '',
  ])
  expect(within(first).getByRole('link').getAttribute('href')).toBe('/incidents/a')
  expect(await screen.findByText('1,234 incidents')).toBeTruthy()
})

it('shows a time no more precisely than it is known', async () => {
  const coarse = { ...row('a'), occurredAt: '2026-03-01T00:00:00+05:00', timePrecision: 'DAY' }
  await open({ data: { incidents: { nodes: [coarse], pageInfo: { hasNextPage: false, endCursor: null } } } })
  const cells = within(nth(await rows(), 0)).getAllByRole('cell')
  expect(cells[2]?.textContent).toBe('1 Mar 2026')
})

it('says that nothing matches', async () => {
  await open(page([]))
  expect(await screen.findByText('Nothing matches these filters.')).toBeTruthy()
  expect(await screen.findByText('0 incidents')).toBeTruthy()
})

it('gives a refusal with its code, and asks again on request', async () => {
  let refuses = true
  await open(() => (refuses ? { code: 'PERIOD_TOO_LONG', message: 'The period is too long.' } : page(['a'])))
  expect((await screen.findByRole('alert')).textContent).toContain('PERIOD_TOO_LONG')
  refuses = false
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await rows()).toHaveLength(1)
})

it('loads the next page by its cursor, and shows a row that comes twice once', async () => {
  const { asked } = await open(({ after }) => (after === null ? page(['a', 'b'], 'cursor') : page(['b', 'c'])))
  await screen.findAllByRole('row')
  await vi.waitFor(() => expect(asked.at(-1)?.variables['after']).toBe('cursor'))
  await vi.waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(4))
  const links = screen.getAllByRole('link').map((link) => link.getAttribute('href'))
  expect(links).toEqual(['/incidents/a', '/incidents/b', '/incidents/c'])
})

it('keeps the rows when a further page is refused, and offers to load it again', async () => {
  await open(({ after }) => (after === null ? page(['a'], 'cursor') : { code: 'BUSY', message: 'Busy.' }))
  expect(await screen.findByRole('button', { name: 'Load more' })).toBeTruthy()
  expect(screen.getByRole('link').getAttribute('href')).toBe('/incidents/a')
})

it('puts the chosen filters into the link and the question, and takes them out again', async () => {
  const { asked, search } = await open(page(['a']))
  await userEvent.click(await screen.findByRole('button', { name: 'Status: All' }))
  await userEvent.click(await screen.findByRole('option', { name: 'Closed' }))
  await userEvent.keyboard('{Escape}')
  await userEvent.type(screen.getByLabelText('District'), ' Maikuduk {Enter}')
  expect(search()).toEqual({ status: ['CLOSED'], district: 'Maikuduk' })
  const last = asked.filter(({ operation }) => operation === 'Register').at(-1)
  expect(last?.variables).toMatchObject({ filter: { statuses: ['CLOSED'], districts: ['Maikuduk'], cities: null } })
  await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }))
  expect(search()).toEqual({})
  expect(screen.queryByRole('button', { name: 'Clear filters' })).toBeNull()
})

it('searches when the field is left or Enter is pressed, and says so, with a purpose', async () => {
  const { asked, search } = await open(page(['a']))
  const field = await screen.findByLabelText('Search')
  expect(screen.getByText(/Enter or leaving the field starts the search/)).toBeTruthy()
  await userEvent.type(field, 'Erubaeva')
  expect(search()).toEqual({})
  expect(screen.getByText(/^Enter/).textContent).toContain('Enter ↵')
  await userEvent.keyboard('{Enter}')
  expect(search()).toEqual({ search: 'Erubaeva' })
  const form = await screen.findByRole('region', { name: 'Purpose of the search' })
  expect(asked.every(({ variables }) => !JSON.stringify(variables).includes('Erubaeva'))).toBe(true)
  await userEvent.click(within(form).getByRole('button', { name: 'Search' }))
  expect(within(form).getByRole('alert').textContent).toContain('Give a reference')
  await userEvent.type(within(form).getByLabelText(/^Number of the case/), '26-17')
  await userEvent.click(within(form).getByRole('button', { name: 'Search' }))
  await vi.waitFor(() => expect(asked.at(-1)?.variables).toMatchObject({ filter: { search: 'Erubaeva' } }))
  expect(screen.getByText(/^Purpose: Investigation, 26-17/)).toBeTruthy()
  act(() => givePurpose(null))
})

it('names the filters of a link, removes one, and leads back to the map', async () => {
  const address =
    '/incidents?near=73.1,49.8,500&since=2026-03-01T00:00:00Z&until=2026-03-02T00:00:00Z&hours=5-6,22-3&counted=yes'
  const { asked, search } = await open(page(['a']), address)
  const list = await screen.findByRole('list', { name: 'Filters of the link' })
  expect(
    within(list)
      .getAllByRole('listitem')
      .map((item) => item.textContent),
  ).toEqual([
    'within 500 m of 49.8000, 73.1000 ×',
    '01/03/2026, 05:00:00 – 02/03/2026, 05:00:00 ×',
    'Fri–Sat, 22:00–04:00 ×',
    'only those that are counted ×',
  ])
  const last = asked.filter(({ operation }) => operation === 'Register').at(-1)
  expect(last?.variables).toMatchObject({
    filter: { near: { longitude: 73.1, latitude: 49.8, radiusMetres: 500 }, occurredFrom: '2026-03-01T00:00:00Z' },
  })
  const map = screen.getByRole('link', { name: 'Back to the map with this filter' })
  expect(map.getAttribute('href')).toBe('/crime-map?hours=5-6%2C22-3')
  await userEvent.click(screen.getByRole('button', { name: /^Remove: 01/ }))
  expect(Object.keys(search())).toEqual(['near', 'hours', 'counted'])
})

it('shows the chosen columns of the link, and sorts by a heading', async () => {
  const { asked, search } = await open(page(['a']), '/incidents?columns=["sourceId","known"]')
  const headings = await screen.findAllByRole('columnheader')
  expect(headings.map((heading) => heading.textContent)).toEqual(['Category', 'Known ↕', 'Number at the source'])
  await userEvent.click(screen.getByRole('button', { name: /^Known/ }))
  expect(search()).toMatchObject({ order: 'KNOWN_DESCENDING' })
  await vi.waitFor(() => expect(asked.at(-1)?.variables['order']).toBe('KNOWN_DESCENDING'))
  const known = () => screen.findByRole('columnheader', { name: /^Known/ })
  expect((await known()).getAttribute('aria-sort')).toBe('descending')
  await userEvent.click(screen.getByRole('button', { name: /^Known/ }))
  await vi.waitFor(async () => expect((await known()).getAttribute('aria-sort')).toBe('ascending'))
})
