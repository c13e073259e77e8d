import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { usePaced } from './usePaced'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('shows the first change at once, then one in each interval, and the last in any case', () => {
  const { result, rerender } = renderHook(({ value }) => usePaced(value, 500), { initialProps: { value: 0 } })
  const seen = new Set<number>()
  rerender({ value: 1 })
  act(() => void vi.advanceTimersByTime(0))
  expect(result.current).toBe(1)
  for (let value = 2; value <= 21; value++) {
    rerender({ value })
    act(() => void vi.advanceTimersByTime(100))
    seen.add(result.current)
  }
  // Two seconds of changes: four of them are shown beside the first.
  expect(seen.size).toBe(5)
  act(() => void vi.advanceTimersByTime(500))
  expect(result.current).toBe(21)
})
