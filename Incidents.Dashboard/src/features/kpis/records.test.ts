import { expect, it } from 'vitest'
import { cutToRecords, recordsOf } from './records'

const year = { from: '2026-01-01', until: '2026-11-28' }
const live = { from: '2026-08-01', until: null }
const old = { from: '2025-01-01', until: '2026-03-01' }

it('goes from the first source that began to the last one that ended', () => {
  expect(recordsOf([])).toBeUndefined()
  expect(recordsOf([live, old])).toEqual({ from: '2025-01-01', until: null })
  expect(recordsOf([old])).toEqual(old)
})

it('cuts a period to the records', () => {
  expect(cutToRecords(year, [live])).toEqual({ from: '2026-08-01', until: '2026-11-28' })
  expect(cutToRecords(year, [old])).toEqual({ from: '2026-01-01', until: '2026-03-01' })
  expect(cutToRecords(year, [live, old])).toEqual(year)
})

it('leaves a period as it is where nothing of it is within the records, or none are known', () => {
  expect(cutToRecords({ from: '2020-01-01', until: '2020-02-01' }, [live])).toEqual({
    from: '2020-01-01',
    until: '2020-02-01',
  })
  expect(cutToRecords(year, [])).toEqual(year)
})
