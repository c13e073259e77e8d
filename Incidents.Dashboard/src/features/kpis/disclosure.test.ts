import { expect, it } from 'vitest'
import { published, publishedParts } from './disclosure'

it('publishes no number below five, and zero is one of them', () => {
  expect([0, 1, 4, 5, null].map(published)).toEqual(['few', 'few', 'few', 5, null])
})

it('hides a second number where a single small one would follow from the total', () => {
  expect(publishedParts([100, 3, 20])).toEqual([100, 'few', 'hidden'])
})

it('hides more while all that is hidden is below five together', () => {
  expect(publishedParts([100, 1, 0, 20])).toEqual([100, 'few', 'few', 'hidden'])
})

it('hides nothing more where the small ones cannot be told apart', () => {
  expect(publishedParts([100, 4, 3, 20])).toEqual([100, 'few', 'few', 20])
  expect(publishedParts([100, 20])).toEqual([100, 20])
  expect(publishedParts([null, 100, 2])).toEqual([null, 'hidden', 'few'])
})

// Whoever knows the total and what is published knows no more of a hidden number than that it is below the threshold.
it('never lets a small number follow from the total', () => {
  for (let a = 0; a < 8; a++)
    for (let b = 0; b < 8; b++)
      for (let c = 0; c < 8; c++) {
        const counts = [a, b, c]
        const parts = publishedParts(counts)
        const shown = parts.reduce<number>((sum, part) => sum + (typeof part === 'number' ? part : 0), 0)
        const rest = a + b + c - shown
        const hidden = parts.filter((part) => typeof part === 'string').length
        if (hidden > 0 && hidden < 3) expect(hidden > 1 && rest >= 5, `${counts.join()} → ${parts.join()}`).toBe(true)
      }
})
