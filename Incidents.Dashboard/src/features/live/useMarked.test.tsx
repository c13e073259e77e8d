import { act, renderHook } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { QueueItem } from './queue'
import { useMarked } from './useMarked'

const rowsOf = (...ids: readonly string[]) => ids.map((id) => ({ id }) as QueueItem)
const start = (...ids: readonly string[]) =>
  renderHook(({ rows }) => useMarked(rows), { initialProps: { rows: rowsOf(...ids) } })

it('begins at the first row, and stays at it while others come above', () => {
  const { result, rerender } = start('a', 'b')
  rerender({ rows: rowsOf('new', 'newer', 'a', 'b') })
  expect(result.current.row?.id).toBe('a')
  expect(result.current.near(1)?.id).toBe('b')
})

it('goes on to the row that takes the place of one that leaves', () => {
  const { result, rerender } = start('a', 'b', 'c')
  act(() => result.current.mark({ id: 'b' } as QueueItem))
  rerender({ rows: rowsOf('a', 'c') })
  expect(result.current.row?.id).toBe('c')
  rerender({ rows: rowsOf('a') })
  expect(result.current.row?.id).toBe('a')
})

it('is nowhere in an empty queue, and at the first row that comes', () => {
  const { result, rerender } = start()
  expect(result.current.row).toBeUndefined()
  rerender({ rows: rowsOf('a') })
  expect(result.current.row?.id).toBe('a')
})

it('does not go beyond the ends', () => {
  const { result } = start('a', 'b')
  expect(result.current.near(-5)?.id).toBe('a')
  expect(result.current.near(5)?.id).toBe('b')
})
