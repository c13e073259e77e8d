import { renderHook } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { useFollowing } from './useFollowing'

it('reads again when what it follows changes, and not when that becomes known', () => {
  const read = vi.fn()
  const { rerender } = renderHook(({ state }: { state: string | undefined }) => useFollowing(state, read), {
    initialProps: { state: undefined as string | undefined },
  })
  for (const state of ['3,1', '3,1', undefined, '3,1']) rerender({ state })
  expect(read).not.toHaveBeenCalled()
  rerender({ state: '4,1' })
  expect(read).toHaveBeenCalledTimes(1)
})
