import { describe, expect, it } from 'vitest'
import { markEvery } from './steps'

describe('marks of an axis', () => {
  it('are in seconds that people count in, at most three', () => {
    expect(markEvery(0)).toBe(1)
    expect(markEvery(14)).toBe(5)
    expect(markEvery(300)).toBe(120)
    expect(markEvery(480)).toBe(300)
    expect(markEvery(7_200)).toBe(3_600)
    expect(markEvery(1_000_000)).toBe(4 * 86_400)
  })
})
