import { expect, it } from 'vitest'
import { largestOf, valuesOf } from './multiples'

const whole = (count: number | null) => ({ count, isCut: false })
const small = { countsPer100000: [20, 10, null], points: [whole(2), whole(1), whole(null)] }
const large = { countsPer100000: [5, 30, 15], points: [whole(50), { count: 300, isCut: true }, whole(150)] }

it('has one axis for all towns, which a step that is cut does not set', () => {
  expect(largestOf([small, large], true)).toBe(20)
  expect(largestOf([small, large], false)).toBe(150)
  expect(largestOf([], true)).toBe(1)
})

it('leaves out steps that are cut or without data', () => {
  expect(valuesOf(small, true)).toEqual([20, 10, null])
  expect(valuesOf(large, true)).toEqual([5, null, 15])
  expect(valuesOf({ ...large, countsPer100000: null }, false)).toEqual([50, null, 150])
})
