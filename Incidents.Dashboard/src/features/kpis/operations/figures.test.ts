import { expect, it } from 'vitest'
import { isNothing, sumOfShown, totalsOf, upkeepLines, upkeepTotals } from './figures'

const row = (city: string, district: string | null, isWholeTown: boolean, tasks: number, overdue: number) => ({
  city,
  district,
  isWholeTown,
  observations: tasks + 2,
  tasks,
  open: overdue + 1,
  overdue,
  done: 0,
  doneInTime: 3,
  doneLate: 1,
  medianSeconds: null,
  p90Seconds: null,
})

const all = [
  row('karaganda', null, true, 30, 4),
  row('karaganda', 'Oktyabr', false, 20, 1),
  row('karaganda', null, false, 4, 0),
  row('karaganda', 'Kazybek bi', false, 6, 3),
  row('temirtau', null, true, 9, 7),
]
const snow = [row('karaganda', null, true, 10, 3), row('karaganda', 'Kazybek bi', false, 5, 3)]

it('lists each town with its districts below it, the most overdue first', () => {
  expect(upkeepLines(all, snow).map(({ city, district, isWholeTown }) => [city, district, isWholeTown])).toEqual([
    ['temirtau', null, true],
    ['karaganda', null, true],
    ['karaganda', 'Kazybek bi', false],
    ['karaganda', 'Oktyabr', false],
    ['karaganda', null, false],
  ])
})

it('tells a town from what has no district in it, also for the snow', () => {
  expect(upkeepLines(all, snow).map(({ overdueSnow }) => overdueSnow)).toEqual([0, 3, 3, 0, 0])
})

it('adds up towns, and no district twice', () => {
  expect(upkeepTotals(upkeepLines(all, snow))).toEqual({
    observations: 43,
    tasks: 39,
    open: 13,
    overdue: 11,
    overdueSnow: 3,
    doneInTime: 6,
    doneLate: 2,
  })
})

it('adds up the counts that are shown, and tells nothing from what is too small', () => {
  expect(sumOfShown([5, null, 10])).toBe(15)
  expect(sumOfShown([0, 0])).toBe(0)
  expect(sumOfShown([null, null])).toBeNull()
  expect(isNothing([0, 0])).toBe(true)
  expect(isNothing([0, null])).toBe(false)
})

it('tells all towns together from each of them', () => {
  const totals = (city: string | null) => ({
    city,
    violations: { recorded: 0, reviewed: 0, confirmed: 0, fined: 0, dismissed: 0, cancelled: 0, finesTenge: 0 },
    alerts: { confirmed: 0, falseAlarms: 0, unfounded: 0, undecided: 0 },
  })
  const { together, towns } = totalsOf([totals(null), totals('karaganda'), totals('saran')])
  expect(together?.city).toBeNull()
  expect(towns.map(({ city }) => city)).toEqual(['karaganda', 'saran'])
})
