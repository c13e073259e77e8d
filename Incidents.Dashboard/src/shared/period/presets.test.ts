import { describe, expect, it } from 'vitest'
import { periodOfPreset, presetOf } from './presets'

const chosen = { from: '2024-02-29', to: '2024-03-10' }
// A Wednesday.
const today = '2026-11-18'

describe('a preset', () => {
  it.each([
    ['today', '2026-11-18', '2026-11-18'],
    ['yesterday', '2026-11-17', '2026-11-17'],
    ['thisWeek', '2026-11-16', '2026-11-17'],
    ['thisMonth', '2026-11-01', '2026-11-17'],
    ['lastMonth', '2026-10-01', '2026-10-31'],
    ['yearToDate', '2026-01-01', '2026-11-17'],
    ['last7', '2026-11-11', '2026-11-17'],
    ['last28', '2026-10-21', '2026-11-17'],
    ['last90', '2026-08-20', '2026-11-17'],
    ['sameAYearAgo', '2023-02-28', '2023-03-10'],
  ] as const)('%s ends with the last whole day', (preset, from, to) => {
    expect(periodOfPreset(preset, today, chosen)).toEqual({ from, to })
  })

  it('has a day also on the first of a week, month and year', () => {
    expect(periodOfPreset('thisWeek', '2026-11-16', chosen)).toEqual({ from: '2026-11-16', to: '2026-11-16' })
    expect(periodOfPreset('thisMonth', '2026-11-01', chosen)).toEqual({ from: '2026-11-01', to: '2026-11-01' })
    expect(periodOfPreset('yearToDate', '2026-01-01', chosen)).toEqual({ from: '2025-01-01', to: '2025-12-31' })
    expect(periodOfPreset('lastMonth', '2026-01-31', chosen)).toEqual({ from: '2025-12-01', to: '2025-12-31' })
  })

  it('is recognised by its days', () => {
    expect(presetOf({ from: '2026-10-21', to: '2026-11-17' }, today)).toBe('last28')
    expect(presetOf(chosen, today)).toBeUndefined()
  })
})
