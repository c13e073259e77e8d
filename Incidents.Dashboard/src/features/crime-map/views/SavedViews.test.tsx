import { show } from '@shared/testing/render'
import { catalogue, serve } from '@shared/testing/server'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it, vi } from 'vitest'
import { settingsOf } from '../search/settings'
import { savedViews } from './savedViews'
import { SavedViews } from './SavedViews'

const search = { map: 'change' as const, category: ['theft'], step: 'day' as const }
const towns = [{ code: 'karaganda', population: 1, bounds: {} }]

async function open() {
  const onChange = vi.fn()
  await show(<SavedViews search={search} settings={settingsOf(search, '2026-03-01', towns)} onChange={onChange} />)
  await userEvent.click(screen.getByRole('button', { name: 'Views' }))
  return onChange
}

beforeEach(() => {
  serve({ Catalogue: catalogue })
  localStorage.removeItem('crime-map.views')
})

it('saves a view with its days and its town, and opens it', async () => {
  const onChange = await open()
  await userEvent.type(screen.getByRole('textbox', { name: 'Name of the view' }), 'Кражи{Enter}')
  expect(savedViews()).toMatchObject([
    { name: 'Кражи', search: { ...search, from: '2026-01-04', to: '2026-02-28', city: 'karaganda' } },
  ])
  await userEvent.click(screen.getByRole('button', { name: 'Кражи' }))
  expect(onChange).toHaveBeenCalledWith({ ...search, from: '2026-01-04', to: '2026-02-28', city: 'karaganda' })
})

it('renames and deletes', async () => {
  localStorage.setItem('crime-map.views', JSON.stringify([{ id: '1', name: 'Old', search: { map: 'hotSpots' } }]))
  await open()
  await userEvent.click(screen.getByRole('button', { name: 'Rename Old' }))
  const [, field] = screen.getAllByRole('textbox')
  if (!field) throw new Error('There is no field for the new name.')
  await userEvent.clear(field)
  await userEvent.type(field, 'New{Enter}')
  expect(savedViews().map(({ name }) => name)).toEqual(['New'])
  await userEvent.click(screen.getByRole('button', { name: 'Delete New' }))
  expect(savedViews()).toEqual([])
})

it('survives a broken store, and leaves out what makes no sense', () => {
  for (const broken of ['{', '7', 'null', '[null, 3, {"id": 1}]']) {
    localStorage.setItem('crime-map.views', broken)
    expect(savedViews()).toEqual([])
  }
  localStorage.setItem(
    'crime-map.views',
    JSON.stringify([{ id: '1', name: 'One', search: { map: 'x', from: '2026-02-30', step: 'day' } }]),
  )
  expect(savedViews()[0]?.search).toEqual({ step: 'day' })
})
