import { expect, it } from 'vitest'
import { boundsAround, metresBetween, nearestOf } from './near'
import { filterOf, orderOf, states } from './search'

it('asks for what a link says, with the last day counted', () => {
  const search = {
    city: ['karaganda'],
    district: 'Oktyabr',
    street: ['MAIN' as const],
    from: '2026-01-01',
    to: '2026-01-31',
  }
  expect(filterOf(search, 'overdue')).toEqual({
    statuses: ['OPEN'],
    isOverdue: true,
    cities: ['karaganda'],
    districts: ['Oktyabr'],
    streetClasses: ['MAIN'],
    from: '2026-01-01',
    until: '2026-02-01',
  })
  expect(filterOf({}, 'all')).toEqual({})
})

it('tells what is due apart from what is overdue, and together they are what is open', () => {
  expect(filterOf({}, 'due')).toEqual({ statuses: ['OPEN'], isOverdue: false })
  expect(filterOf({}, 'open')).toEqual({ statuses: ['OPEN'] })
})

it('lists what is open by its deadline', () => {
  expect(states.filter((state) => orderOf(state) === 'DEADLINE_ASCENDING')).toEqual(['overdue', 'due', 'open'])
})

it('measures a degree of latitude as 111.195 km, and one of longitude at 60° as half of it', () => {
  const at = (longitude: number, latitude: number) => ({ longitude, latitude })
  expect(metresBetween(at(73, 49), at(73, 50))).toBeCloseTo(111_195, 0)
  expect(metresBetween(at(73, 60), at(74, 60)) / 55_597).toBeCloseTo(1, 3)
})

it('puts bounds around a place that hold what is within the distance, and little more', () => {
  const [longitude, latitude] = [73, 49.8]
  const { west, south, east, north } = boundsAround({ longitude, latitude }, 1_000)
  const sides = [
    { longitude: west, latitude },
    { longitude: east, latitude },
    { longitude, latitude: south },
    { longitude, latitude: north },
  ].map((side) => metresBetween({ longitude, latitude }, side))
  for (const metres of sides) {
    expect(metres).toBeGreaterThan(999.9)
    expect(metres).toBeLessThan(1_001)
  }
  expect(boundsAround({ longitude: 180, latitude: 90 }, 1_000)).toMatchObject({ east: 180, north: 90 })
})

it('offers the nearest of the others first, and what has no place last', () => {
  const here = { id: 'a', point: { longitude: 73, latitude: 49.8 } }
  const others = [
    { id: 'nowhere', point: null },
    { id: 'far', point: { longitude: 73.1, latitude: 49.8 } },
    here,
    { id: 'near', point: { longitude: 73.001, latitude: 49.8 } },
  ]
  expect(nearestOf(here, others).map(({ id }) => id)).toEqual(['near', 'far', 'nowhere'])
  expect(nearestOf(here, others)[0]?.metres).toBeCloseTo(71.8, 0)
})
