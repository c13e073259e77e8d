import { screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { show } from '../testing/render'
import { catalogue, serve } from '../testing/server'
import type { CommandRow } from './commandRow'
import { Decision } from './Decision'

const incident = 'aaaaaaaa-0000-4000-8000-000000000001'
const row: CommandRow = {
  seq: 1,
  id: 'bbbbbbbb-0000-4000-8000-000000000001',
  person: 'serik',
  personName: 'A. Serik',
  field: 'categoriseIncident',
  query: 'mutation { categoriseIncident }',
  input: { id: incident, category: 'robbery' },
  rest: {},
  pressedAt: '2026-03-01T12:00:00+05:00',
  state: 'decide',
  failures: 0,
  refusal: { code: 'CONCURRENT_CHANGE' },
}
const guarded = { ...row, input: { ...row.input, expectedVersion: 3 } }
const now = { version: 5, category: 'theft', place: { street: 'Mira 1' }, timeline: [] }
const again = () => screen.findByRole<HTMLButtonElement>('button', { name: 'Do it again now' })
const isDisabled = async () => (await again()).disabled

it('does a replacement again only once it is seen what it replaces', async () => {
  serve({ Catalogue: catalogue, ThingNow: 'never' })
  const first = await show(<Decision row={guarded} />)
  expect(await isDisabled()).toBe(true)
  first.unmount()
  serve({ Catalogue: catalogue, ThingNow: { data: { incident: now } } })
  await show(<Decision row={guarded} />)
  await screen.findByText('Theft, Mira 1')
  expect(await isDisabled()).toBe(false)
})

it('does at once again what replaces nothing', async () => {
  serve({ Catalogue: catalogue, ThingNow: 'never' })
  await show(<Decision row={row} />)
  expect(await isDisabled()).toBe(false)
})

it('says of what is not found any more that another person may have finished it', async () => {
  serve({ Catalogue: catalogue, ThingNow: { data: { incident: null } } })
  await show(<Decision row={{ ...row, refusal: { code: 'NOT_FOUND' } }} />)
  await vi.waitFor(() =>
    expect(screen.getAllByText(/no longer open.*another person may have finished it/)).toHaveLength(2),
  )
  expect(screen.queryByText(/nothing with this number/)).toBeNull()
})
