import { expect, it } from 'vitest'
import { shownMeasures } from './measures'

const of = (measure: string, count: number | null) => ({ measure, count, before: count })

it('shows offences only where they are not as many as incidents', () => {
  expect(shownMeasures([of('INCIDENTS', 9), of('OFFENCES', 9)])).toEqual(['INCIDENTS'])
  expect(shownMeasures([of('INCIDENTS', 9), of('OFFENCES', 11)])).toEqual(['INCIDENTS', 'OFFENCES'])
  expect(shownMeasures([of('INCIDENTS', null), of('OFFENCES', null)])).toEqual(['INCIDENTS'])
})

it('shows victims where sources give their number', () => {
  expect(shownMeasures([of('INCIDENTS', 9)])).toEqual(['INCIDENTS'])
  expect(shownMeasures([of('INCIDENTS', 9), of('VICTIMS', 0)])).toEqual(['INCIDENTS', 'VICTIMS'])
})
