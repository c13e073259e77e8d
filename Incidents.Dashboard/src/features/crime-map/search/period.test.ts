import { describe, expect, it } from 'vitest'
import { earlierOf, nextOf, periodOf } from './period'

describe('periods', () => {
  const february = { from: '2026-02-01', to: '2026-02-28' }

  it('are compared with as many days before', () => {
    expect(earlierOf(february, 'previous', {})).toEqual({ from: '2026-01-04', to: '2026-01-31' })
  })

  it('are compared with the same weekdays of a year earlier', () => {
    const { from } = earlierOf(february, 'year', {})
    expect(from).toBe('2025-02-02')
    expect(new Date(from).getUTCDay()).toBe(new Date(february.from).getUTCDay())
  })

  it('are compared with the four weeks before them, however long they are', () => {
    const week = { from: '2026-02-22', to: '2026-02-28' }
    expect(earlierOf(week, 'fourWeeks', {})).toEqual({ from: '2026-01-25', to: '2026-02-21' })
  })

  it('that end before they begin are their first day', () => {
    expect(periodOf('2026-02-10', '2026-02-01', '2026-03-01')).toEqual({ from: '2026-02-10', to: '2026-02-10' })
  })

  it('play until the last day and no further', () => {
    expect(nextOf(february, 'week', '2026-03-07')).toEqual({ from: '2026-02-08', to: '2026-03-07' })
    expect(nextOf(february, 'week', '2026-03-06')).toBeNull()
  })
})
