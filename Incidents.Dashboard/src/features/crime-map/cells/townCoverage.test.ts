import { expect, it } from 'vitest'
import { comparableTo, kindOf, townCoverage } from './townCoverage'

const live = { city: 'karaganda', from: '2026-02-20', until: null, gaps: [] }
const register = {
  city: 'karaganda',
  from: '2026-01-01',
  until: '2026-02-11',
  gaps: [{ from: '2026-02-03', until: '2026-02-05' }],
}
const february = (sources: readonly (typeof live | typeof register)[], city = 'karaganda') =>
  townCoverage(sources, city, '2026-02-01', '2026-03-01')

it('counts the days on which any source of the town reported', () => {
  // 1, 2 and 5 to 10 February; 20 to 28 February.
  expect(february([register])).toEqual({ days: 28, covered: 8 })
  expect(february([live])).toEqual({ days: 28, covered: 9 })
  expect(february([live, register])).toEqual({ days: 28, covered: 17 })
})

it('counts a day once where several sources reported', () => {
  expect(february([register, { ...live, from: '2026-02-10' }])).toEqual({ days: 28, covered: 26 })
  expect(february([register, { ...live, from: '2026-01-01' }])).toEqual({ days: 28, covered: 28 })
})

it('counts nothing where no source of the town reported', () => {
  expect(february([live, register], 'temirtau')).toEqual({ days: 28, covered: 0 })
  expect(february([{ ...register, until: '2026-02-01', gaps: [] }])).toEqual({ days: 28, covered: 0 })
  expect(february([{ ...live, from: '2026-03-01' }])).toEqual({ days: 28, covered: 0 })
})

it('knows what a measure is reported as', () => {
  expect(kindOf('FALSE_ALERTS')).toBe('ALERT')
  expect(kindOf('INCIDENTS')).toBe('INCIDENT')
})

it('compares the towns that have data on as many days as the chosen one', () => {
  const of = (code: string, before: number, now: number) => ({
    town: { code },
    each: [
      { days: 28, covered: before },
      { days: 28, covered: now },
    ],
  })
  expect(comparableTo([of('a', 28, 28), of('b', 28, 28)], 'a')).toBeNull()
  expect(comparableTo([of('a', 28, 28), of('b', 28, 12), of('c', 28, 28)], 'a')).toEqual(['a', 'c'])
  expect(comparableTo([of('a', 28, 28), of('b', 0, 28)], 'b')).toEqual(['b'])
})
