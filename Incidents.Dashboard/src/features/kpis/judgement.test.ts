import { describe, expect, it } from 'vitest'
import { countChange, shareChange, targetState } from './judgement'

describe('a target', () => {
  it('is met where nine of ten are within it', () => {
    expect(targetState(0.9, false, 100)).toBe('met')
    expect(targetState(0.899, false, 100)).toBe('missed')
  })

  it('is neither met nor missed by too few', () => {
    expect(targetState(1, true, 4)).toBe('tooFew')
    expect(targetState(null, false, 0)).toBe('tooFew')
  })

  it('has no data where no source reported', () => {
    expect(targetState(null, true, null)).toBe('noData')
  })
})

describe("a count's change", () => {
  const of = (count: number, before: number) => {
    const change = 2 * (Math.sqrt(count) - Math.sqrt(before))
    return { count, before, change, isNotable: Math.abs(change) > 3 }
  }

  it('is notable only where chance rarely causes it', () => {
    // 2(√121 − √81) = 4, 2(√100 − √81) = 2.
    expect(countChange(of(121, 81))).toBe('more')
    expect(countChange(of(81, 121))).toBe('fewer')
    expect(countChange(of(100, 81))).toBe('chance')
  })

  it('is not judged where several of one incident are counted', () => {
    expect(countChange(of(400, 100), false)).toBe('notJudged')
  })

  it('is not judged with few counts', () => {
    expect(countChange(of(4, 0))).toBe('tooFew')
  })

  it('is none against a period without data, which is not zero', () => {
    const without = { change: null, isNotable: null }
    expect(countChange({ count: 400, before: null, ...without })).toBe('noData')
    expect(countChange({ count: null, before: 400, ...without })).toBe('noData')
    expect(countChange({ count: 2, before: null, ...without })).toBe('noData')
  })
})

describe("a share's change", () => {
  const of = (shareWithinTarget: number | null, count: number) => ({ shareWithinTarget, count })

  it('is notable where chance rarely causes it', () => {
    // 2(asin √0.9 − asin √0.8) = 0.2838; its standard error √(2/100) = 0.1414 or √(2/1000) = 0.0447: 2.01 and 6.35 of them.
    expect(shareChange(of(0.9, 100), of(0.8, 100))).toBe('chance')
    expect(shareChange(of(0.9, 1000), of(0.8, 1000))).toBe('better')
    expect(shareChange(of(0.8, 1000), of(0.9, 1000))).toBe('worse')
  })

  it('is not judged where either period has too few', () => {
    expect(shareChange(of(1, 29), of(0, 1000))).toBe('tooFew')
    expect(shareChange(of(1, 1000), of(0, 29))).toBe('tooFew')
  })

  it('has nothing to compare with where nothing was timed before', () => {
    expect(shareChange(of(1, 1000), of(null, 0))).toBe('none')
  })
})
