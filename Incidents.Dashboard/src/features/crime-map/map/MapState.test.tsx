import type { Answer } from '@shared/graphql/useAnswer'
import { show } from '@shared/testing/render'
import { CombinedError } from '@urql/core'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import type { CellSet } from '../cells/cellSet'
import { counts, manyCounts } from '../cells/sampleCells'
import { MapState } from './MapState'

const answer: Answer<CellSet> = {
  data: undefined,
  error: undefined,
  isLoading: false,
  isRefreshing: false,
  refresh: vi.fn(),
  freshness: null,
  warnings: [],
}

it('says that the cells are loading', async () => {
  await show(<MapState answer={{ ...answer, isLoading: true }} />)
  expect(screen.getByRole('status').textContent).toBe('Loading…')
})

it('says why the map was refused, and offers to ask again', async () => {
  const refresh = vi.fn()
  const error = new CombinedError({
    graphQLErrors: [{ message: 'In English.', extensions: { code: 'TOO_MANY_CELLS', field: 'cells' } }],
  })
  await show(<MapState answer={{ ...answer, error, refresh }} />)
  expect(screen.getByRole('alert').textContent).toContain('There are too many cells')
  expect(screen.getByText('TOO_MANY_CELLS · cells')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(refresh).toHaveBeenCalledOnce()
})

it('says that nothing was counted', async () => {
  await show(<MapState answer={{ ...answer, data: manyCounts(0) }} />)
  expect(screen.getByText('Nothing was counted')).toBeTruthy()
})

it('says that there are no data, which is not that nothing was counted', async () => {
  const none = { ...manyCounts(0), coverage: { days: 28, covered: 0 } }
  const { unmount } = await show(<MapState answer={{ ...answer, data: none }} />)
  expect(screen.getByRole('status').textContent).toContain('There are no data for these days')
  unmount()
  await show(<MapState answer={{ ...answer, data: { ...counts, coverageBefore: { days: 28, covered: 0 } } }} />)
  expect(screen.getByRole('status').textContent).toContain('There are no data for the earlier days')
})

it('says that newer cells are loading while the old ones are shown, and else nothing', async () => {
  const { unmount } = await show(<MapState answer={{ ...answer, data: counts, isRefreshing: true }} />)
  expect(screen.getByRole('status').textContent).toBe('Updating…')
  unmount()
  const { container } = await show(<MapState answer={{ ...answer, data: counts }} />)
  expect(container.textContent).toBe('')
})
