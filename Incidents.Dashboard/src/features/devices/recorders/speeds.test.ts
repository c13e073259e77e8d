import { expect, it } from 'vitest'
import { barOf, mostOf, stateOf } from './speeds'

it('draws from the middle to the right what is faster, and to the left what is slower', () => {
  expect(barOf(10, 20)).toEqual({ from: 0.5, width: 0.25 })
  expect(barOf(-20, 20)).toEqual({ from: 0, width: 0.5 })
  expect(barOf(30, 20)).toEqual({ from: 0.5, width: 0.5 })
  expect(barOf(5, 0)).toEqual({ from: 0.5, width: 0 })
})

it('takes the scale from the largest of all values, and never less than 1 km/h', () => {
  expect(
    mostOf([
      { driftKmPerHour: -9, usualKmPerHour: 2 },
      { driftKmPerHour: null, usualKmPerHour: 4 },
    ]),
  ).toBe(9)
  expect(mostOf([{ driftKmPerHour: null, usualKmPerHour: null }])).toBe(1)
})

it('names suspicion before anything else', () => {
  expect(stateOf({ isSuspected: true, isLearning: true })).toBe('suspected')
  expect(stateOf({ isSuspected: false, isLearning: true })).toBe('learning')
  expect(stateOf({ isSuspected: false, isLearning: false })).toBe('usual')
})
