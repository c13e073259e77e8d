import { nth } from '@shared/testing/nth'
import { show } from '@shared/testing/render'
import { catalogue, serve } from '@shared/testing/server'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it, vi } from 'vitest'
import { settingsOf } from '../search/settings'
import { CellCard } from './CellCard'
import { CellTable } from './CellTable'
import { counts, hotSpots, karaganda, manyCounts } from './sampleCells'

const settings = settingsOf({}, '2026-03-01', [])
const texts = () => [...document.querySelectorAll('tr[data-cell] [data-field=count]')].map((cell) => cell.textContent)

beforeEach(() => {
  serve({ Catalogue: catalogue })
})

it('is not there before cells are', async () => {
  const { container } = await show(
    <CellTable partly={[]} cells={undefined} inView={[]} settings={settings} onChoose={vi.fn()} />,
  )
  expect(container.textContent).toBe('')
})

it('says what is counted and when, and lists the largest count first with its class', async () => {
  await show(<CellTable partly={[]} cells={counts} inView={[0, 1]} settings={settings} onChoose={vi.fn()} />)
  const caption = screen.getByRole('table').querySelector('caption')?.textContent
  expect(caption).toContain('Incidents per cell of 200 m')
  expect(caption).toContain('1 Feb 2026 – 28 Feb 2026')
  expect(caption).toContain('2 cells in view')
  expect(texts()).toEqual(['7', '3'])
  const rows = screen.getAllByRole('row')
  expect(nth(rows, 1).textContent).toContain('5 and more')
  expect(nth(rows, 2).textContent).toContain('1 – 4 · too few')
})

it('reverses the order, and gives it to assistive technology', async () => {
  await show(<CellTable partly={[]} cells={counts} inView={[0, 1]} settings={settings} onChoose={vi.fn()} />)
  const heading = screen.getByRole('columnheader', { name: /^Incidents/ })
  expect(heading.getAttribute('aria-sort')).toBe('descending')
  await userEvent.click(within(heading).getByRole('button'))
  expect(heading.getAttribute('aria-sort')).toBe('ascending')
  expect(texts()).toEqual(['3', '7'])
})

it('lists only the cells in view, and leads from a cell to the map', async () => {
  const onChoose = vi.fn()
  await show(<CellTable partly={[]} cells={counts} inView={[0]} settings={settings} onChoose={onChoose} />)
  expect(texts()).toEqual(['3'])
  await userEvent.click(screen.getByRole('button', { name: /° N, .*° E$/ }))
  expect(onChoose).toHaveBeenCalledWith(karaganda)
})

it('shows a hundred cells, and more on request', async () => {
  const cells = manyCounts(150)
  await show(
    <CellTable
      partly={[]}
      cells={cells}
      inView={cells.x.map((_, index) => index)}
      settings={settings}
      onChoose={vi.fn()}
    />,
  )
  expect(texts()).toHaveLength(100)
  await userEvent.click(screen.getByText('More cells'))
  expect(texts()).toHaveLength(150)
  expect(screen.queryByText('More cells')).toBeNull()
})

it('describes one cell: its count, that it has too few, or that nothing was counted', async () => {
  const { unmount } = await show(<CellCard cells={counts} cell={karaganda} />)
  expect(screen.getByRole('status').textContent).toContain('Incidents3')
  expect(screen.getByText('Fewer than 5: too few to compare places by.')).toBeTruthy()
  unmount()
  const onClose = vi.fn()
  await show(<CellCard cells={counts} cell={{ ...karaganda, x: 0 }} onClose={onClose} />)
  expect(screen.getByText('Nothing was counted here.')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Close the cell' }))
  expect(onClose).toHaveBeenCalledOnce()
})

it('gives the verdict once, the surest first, and says why a large z is none', async () => {
  const { unmount } = await show(
    <CellTable partly={[]} cells={hotSpots} inView={[0, 1, 2]} settings={settings} onChoose={vi.fn()} />,
  )
  expect(screen.getAllByRole('columnheader').map((heading) => heading.textContent)).toEqual([
    'Cell',
    'q ↑',
    'z',
    'p',
    'Incidents',
    'Class',
  ])
  const [first, second] = document.querySelectorAll('tr[data-cell]')
  expect(first?.textContent).toContain('Hot, q < 0.01')
  expect(second?.textContent).toContain('+44.7')
  unmount()
  await show(<CellCard cells={hotSpots} cell={{ ...karaganda, x: karaganda.x + 2 }} />)
  expect(screen.getByRole('status').textContent).toContain(
    'chance reaches it with p = 0.03, and 29,785 cells are tested',
  )
})
