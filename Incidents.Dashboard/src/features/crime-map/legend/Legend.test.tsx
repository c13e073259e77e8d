import { show } from '@shared/testing/render'
import { catalogue, serve } from '@shared/testing/server'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it, vi } from 'vitest'
import { changes, counts, hotSpots } from '../cells/sampleCells'
import { settingsOf } from '../search/settings'
import { Legend } from './Legend'

const settings = settingsOf({ knownAt: '2026-02-15', hours: '5-6,18-19' }, '2026-03-01', [])
const held = settingsOf({ scaleFrom: '2026-02-01', scaleTo: '2026-02-28' }, '2026-03-01', [])

beforeEach(() => {
  serve({ Catalogue: catalogue })
})

it('says in words what the colours mean, of how many cells, and what was left out', async () => {
  await show(<Legend cells={counts} inView={[0, 1]} settings={settings} partly={[]} onChange={vi.fn()} />)
  const legend = screen.getByRole('region', { name: 'Legend' })
  const rows = within(legend).getAllByRole('row').slice(1)
  expect(rows.map((row) => [...row.children].map((cell) => cell.textContent))).toEqual([
    ['1 – 4', '1'],
    ['5 and more', '1'],
  ])
  expect(legend.textContent).toContain('Only Fri – Sat, 18:00 – 20:00')
  expect(legend.textContent).toContain('As known at the end of 15 Feb 2026')
  expect(legend.textContent).toContain('Fewer than 5: too few to compare')
  expect(legend.textContent).toContain('In view: 10 in 2 cells')
})

it('sums only what is in view, and keeps its classes', async () => {
  await show(<Legend cells={counts} inView={[1]} settings={settings} partly={[]} onChange={vi.fn()} />)
  expect(screen.getByText('In view: 7 in 1 cells')).toBeTruthy()
  expect(screen.getAllByRole('row')).toHaveLength(3)
})

it('offers the classes of the days shown only where other days made them', async () => {
  const onChange = vi.fn()
  const { unmount } = await show(
    <Legend cells={counts} inView={[]} settings={settings} partly={[]} onChange={onChange} />,
  )
  expect(screen.queryByRole('button', { name: 'Classes of the days shown' })).toBeNull()
  unmount()
  await show(<Legend cells={counts} inView={[]} settings={held} partly={[]} onChange={onChange} />)
  await userEvent.click(screen.getByRole('button', { name: 'Classes of the days shown' }))
  expect(onChange).toHaveBeenCalledWith({ scaleFrom: undefined, scaleTo: undefined })
})

it('says for how many days there are data, and which towns have none', async () => {
  const town = (name: string) => ({
    code: name,
    name,
    zone: 'Asia/Almaty',
    population: 1,
    isOfProgramme: true,
    bounds: box,
  })
  const box = { west: 72, south: 49, east: 73, north: 50 }
  const partly = [
    { town: town('Abai'), coverage: { days: 28, covered: 0 }, isLeftOut: false },
    { town: town('Saran'), coverage: { days: 28, covered: 12 }, isLeftOut: false },
    { town: town('Shakhtinsk'), coverage: { days: 28, covered: 3 }, isLeftOut: true },
  ]
  const cells = { ...counts, coverage: { days: 28, covered: 20 }, coverageBefore: { days: 28, covered: 5 } }
  await show(<Legend cells={cells} inView={[]} settings={settings} partly={partly} onChange={vi.fn()} />)
  const legend = screen.getByRole('region', { name: 'Legend' })
  expect(legend.textContent).toContain('Data for 20 of 28 days')
  expect(legend.textContent).toContain('Earlier: data for 5 of 28 days')
  expect(within(legend).getByText('No data: Abai')).toBeTruthy()
  expect(within(legend).getByText('Not compared, data for other days: Shakhtinsk (3 of 28 days)')).toBeTruthy()
  expect(within(legend).getByText('Data for some of the days: Saran (12 of 28 days)')).toBeTruthy()
})

it('names the area of every number, before and now where that is compared', async () => {
  const town = { name: 'Karaganda', counts: [5, 4, 0], total: 9, before: 4 }
  const { unmount } = await show(
    <Legend cells={counts} inView={[1]} settings={settings} partly={[]} town={town} onChange={vi.fn()} />,
  )
  expect(screen.getByText('In view: 7 in 1 cells')).toBeTruthy()
  expect(screen.getByText('Karaganda: 9 in 2 cells')).toBeTruthy()
  expect(screen.getByText('All towns: 10 in 2 cells')).toBeTruthy()
  unmount()
  await show(<Legend cells={changes} inView={[0]} settings={settings} partly={[]} town={town} onChange={vi.fn()} />)
  expect(screen.getByText('In view: 4 → 9 in 1 cells')).toBeTruthy()
  expect(screen.getByText('Karaganda: 4 → 9')).toBeTruthy()
  expect(screen.getByText('All towns: 36 → 36')).toBeTruthy()
})

it('says how many cells chance alone would show, and what hot spots rest on', async () => {
  const { unmount } = await show(
    <Legend cells={changes} inView={[]} settings={settings} partly={[]} onChange={vi.fn()} />,
  )
  // 13, 3, 40 and 16 in sum: shares 0.0225, 0.25, 0.0385 and 0.0213.
  expect(screen.getByText('1 of 4 cells; chance alone would show about 0.3')).toBeTruthy()
  expect(screen.getByText('2(√now − √before), standard deviation √2; not a z')).toBeTruthy()
  unmount()
  await show(<Legend cells={hotSpots} inView={[]} settings={settings} partly={[]} onChange={vi.fn()} />)
  expect(screen.getByRole('group').textContent).toContain('Cells tested, n29,785')
  expect(screen.getByRole('group').textContent).toContain('8 around each cell')
})
