import { expect, it } from 'vitest'
import { totalOf, townsOf } from './devices'

it('puts the kinds of a town beside each other, and adds the towns up', () => {
  const towns = townsOf([
    { city: 'a', kind: 'CAMERA', inService: 3, retired: 1, unregistered: 0 },
    { city: 'a', kind: null, inService: 0, retired: 0, unregistered: 2 },
    { city: 'b', kind: 'CAMERA', inService: 4, retired: 0, unregistered: 0 },
    { city: 'b', kind: 'SOS_TERMINAL', inService: 5, retired: 0, unregistered: 0 },
  ])
  expect(towns).toEqual([
    { city: 'a', CAMERA: 3, RECORDER: 0, SOS_TERMINAL: 0, retired: 1, unregistered: 2 },
    { city: 'b', CAMERA: 4, RECORDER: 0, SOS_TERMINAL: 5, retired: 0, unregistered: 0 },
  ])
  expect(totalOf(towns)).toEqual({ CAMERA: 7, RECORDER: 0, SOS_TERMINAL: 5, retired: 1, unregistered: 2 })
})
