import { expect, it } from 'vitest'
import { sumOfFines, upkeepLines, upkeepTotals } from './figures'

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

it('adds up fines only where all of them are there', () => {
  const fined = (totalCount: number, ...amounts: (string | number)[]) => ({
    totalCount,
    nodes: amounts.map((amountTenge, id) => ({ id: String(id), fine: { amountTenge } })),
  })
  expect(sumOfFines(fined(2, '20000.00', 13_500))).toBe(33_500)
  expect(sumOfFines(fined(0))).toBe(0)
  expect(sumOfFines(fined(3, 1, 2))).toBeNull()
  expect(sumOfFines({ totalCount: 1, nodes: [{ id: 'a', fine: null }] })).toBeNull()
  expect(sumOfFines(null)).toBeNull()
})
