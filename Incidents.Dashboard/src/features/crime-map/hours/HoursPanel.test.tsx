import { show } from '@shared/testing/render'
import { catalogue, serve } from '@shared/testing/server'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import type { CrimeMapSearch } from '../search/search'
import { settingsOf } from '../search/settings'
import { HoursPanel } from './HoursPanel'

const hours = Array.from({ length: 168 }, (_, index) => ({
  weekday: 1 + Math.floor(index / 24),
  hour: index % 24,
  count: index === 114 ? 30 : index === 0 ? 10 : 0,
}))
const open = async (search: CrimeMapSearch, reply: Parameters<typeof serve>[0][string] = week(false)) => {
  const onChange = vi.fn()
  serve({ Catalogue: catalogue, HoursOfWeek: reply })
  const towns = [{ code: 'karaganda', population: 1, bounds: {} }]
  await show(<HoursPanel settings={settingsOf(search, '2026-03-01', towns)} onChange={onChange} />)
  return { onChange, panel: screen.getByRole('region', { name: 'Hours of the week' }) }
}
const week = (isTooFew: boolean) => ({ data: { hourByWeekday: { isTooFew, hours } } })

it('loads, and gives a refusal', async () => {
  const { panel } = await open({}, { code: 'PERIOD_TOO_LONG', message: 'Too long.' })
  expect((await within(panel).findByRole('alert')).textContent).toContain('PERIOD_TOO_LONG')
})

it('counts the whole week, and has the chart in numbers', async () => {
  const { panel } = await open({})
  expect(await within(panel).findByText('Karaganda: 40 in the whole week')).toBeTruthy()
  expect(await within(panel).findByRole('img', { name: /the numbers are in the table below$/ })).toBeTruthy()
  const table = within(panel).getByRole('table', { hidden: true })
  const rows = within(table).getAllByRole('row', { hidden: true })
  expect([...(rows[19]?.children ?? [])].map((cell) => cell.textContent)).toEqual('18,0,0,0,0,30,0,0'.split(','))
  expect(rows).toHaveLength(25)
})

it('measures the chosen hours, and says where the map cannot show them alone', async () => {
  const { panel } = await open({ hours: '5-6,18-23', measure: 'ALERTS' }, week(true))
  expect(await within(panel).findByText('Karaganda: 30 of 40 (75.0%) in the hours chosen')).toBeTruthy()
  expect(panel.textContent).toContain('only incidents are kept by hour and cell')
  expect(panel.textContent).toContain('There are too few to compare single hours by.')
})

it('chooses hours by fields, also over midnight and over the week’s end, and all of them again', async () => {
  const { onChange, panel } = await open({ hours: '5-6,18-23' })
  await within(panel).findByText(/in the hours chosen$/)
  expect(panel.textContent).toContain('Only Fri – Sat, 18:00 – 24:00')
  const field = (name: string) => within(panel).getByLabelText(name)
  await userEvent.selectOptions(field('To day'), 'Mon')
  expect(onChange).toHaveBeenLastCalledWith({ hours: '5-1,18-23' })
  await userEvent.selectOptions(field('Until hour'), '04:00')
  expect(onChange).toHaveBeenLastCalledWith({ hours: '5-6,18-3' })
  await userEvent.click(within(panel).getByRole('radio', { name: 'In one go' }))
  expect(onChange).toHaveBeenLastCalledWith({ hours: '5T18-6T23' })
  await userEvent.click(within(panel).getByText('All hours'))
  expect(onChange).toHaveBeenLastCalledWith({ hours: undefined })
})

it('says nights and weekends in words, and shows what is chosen', async () => {
  const { panel } = await open({ hours: '5-5,22-3' })
  await within(panel).findByText('Only Fri, 22:00 – 04:00 of the next day')
  expect(panel.querySelector('[data-chosen-hours]')?.getAttribute('d')).toContain('h1')
})
