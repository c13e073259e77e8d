import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { show } from '../testing/render'
import { catalogue, serve } from '../testing/server'
import { extentOf } from './extentOf'
import { MapSearch, type Found } from './MapSearch'

const point = { longitude: 73.1, latitude: 49.8 }
const street = {
  kind: 'STREET',
  id: 'map/1',
  name: 'Бұқар жырау даңғылы',
  names: { ru: 'проспект Бухар-Жырау', kk: 'Бұқар жырау даңғылы', en: 'Bukhar-Zhyrau Avenue' },
  detail: 'Караганда',
  city: null,
  point,
  bounds: { west: 73.05, south: 49.79, east: 73.12, north: 49.82 },
}
const place = {
  kind: 'PLACE',
  id: 'place/2',
  name: 'Абай',
  names: null,
  detail: 'town',
  city: null,
  point,
  bounds: null,
}
const incident = {
  kind: 'INCIDENT',
  id: '5f6b1d6e-0000-4000-8000-000000000001',
  name: '26-000123',
  names: null,
  detail: 'theft',
  city: 'karaganda',
  point,
  bounds: null,
}

async function search(findPlaces: readonly object[] = [street, place, incident]) {
  const asked = serve({ Catalogue: catalogue, FindPlaces: { data: { findPlaces } } })
  const found = vi.fn<(found: Found | undefined) => void>()
  await show(<MapSearch near={{ longitude: 73.123, latitude: 49.777 }} onFound={found} />)
  return { user: userEvent.setup(), box: await screen.findByRole('combobox'), asked, found }
}

const texts = (asked: Awaited<ReturnType<typeof search>>['asked']) =>
  asked.filter(({ operation }) => operation === 'FindPlaces').map(({ variables }) => variables)

test('the search asks once, after the writer has paused, near the middle of the map', async () => {
  const { user, box, asked } = await search()
  await user.click(box)
  // Without a moment between the letters, which on a busy machine would be a pause.
  for (const value of ['б', 'бу', 'бух', 'буха', 'бухар']) fireEvent.change(box, { target: { value } })
  await screen.findByText('26-000123')
  expect(texts(asked)).toEqual([{ text: 'бухар', near: { longitude: 73.1, latitude: 49.8 } }])
})

test('what was found is grouped, in the language of the page', async () => {
  const { user, box } = await search()
  await user.type(box, 'бухар')
  await screen.findByText('26-000123')
  const options = screen.getAllByRole('option')
  expect(screen.getAllByRole('group').map((group) => group.getAttribute('aria-labelledby'))).toHaveLength(3)
  expect(options.map((option) => option.textContent)).toEqual([
    expect.stringMatching(/^Абай.*town/),
    expect.stringMatching(/^Bukhar-Zhyrau Avenue.*Караганда/),
    expect.stringMatching(/^26-000123.*Theft · Karaganda/),
  ])
})

test('a choice by keyboard hands out the place, and an incident offers its page', async () => {
  const { user, box, found } = await search()
  await user.type(box, '26-')
  await screen.findByText('26-000123')
  await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{Enter}')
  expect(found.mock.calls).toEqual([[{ kind: 'INCIDENT', name: '26-000123', ...point, bounds: null }]])
  expect(box).toHaveProperty('value', '26-000123')
  expect(screen.getByRole('link').getAttribute('href')).toContain(incident.id)
  await user.clear(box)
  expect(found).toHaveBeenLastCalledWith(undefined)
  expect(screen.queryByRole('link')).toBeNull()
})

test('nothing found is said with the text that was sought', async () => {
  const { user, box } = await search([])
  await user.type(box, 'нигде')
  await waitFor(() => expect(screen.getByText(/“нигде”/)).toBeDefined())
})

test('one letter is no search', async () => {
  const { user, box, asked } = await search()
  await user.type(box, 'б')
  await act(() => new Promise((resolve) => setTimeout(resolve, 300)))
  expect(texts(asked)).toEqual([])
})

test('a street is shown whole, a point with its surroundings', () => {
  const found = { name: '', ...point }
  expect(extentOf({ ...found, kind: 'STREET', bounds: street.bounds })).toEqual(street.bounds)
  const around = extentOf({ ...found, kind: 'INCIDENT', bounds: null })
  expect(around.west).toBeLessThan(point.longitude)
  expect(around.north - around.south).toBeCloseTo(0.008)
})
