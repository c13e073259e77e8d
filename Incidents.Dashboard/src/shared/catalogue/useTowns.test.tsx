import { show } from '@shared/testing/render'
import { serve } from '@shared/testing/server'
import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { useTowns } from './useTowns'

const names = { nameRu: null, nameKk: null, zone: 'America/Chicago', population: null, bounds: null, regions: [] }
const cities = [
  { ...names, code: 'karaganda', nameEn: 'Karaganda', regions: [{ region: 'karaganda-region' }] },
  { ...names, code: 'chicago', nameEn: 'Chicago' },
  { ...names, code: 'calgary', nameEn: 'Calgary' },
  { ...names, code: 'vancouver', nameEn: 'Vancouver' },
]

function Towns() {
  return <p>{useTowns(['vancouver']).map(({ name }) => `${name};`)}</p>
}

it('lists towns of the programme, those with reports and those chosen', async () => {
  serve({
    Catalogue: { data: { cities, categories: [], baseMap: null } },
    ReportingTowns: { data: { sourceCoverage: [{ city: 'chicago' }, { city: 'karaganda' }] } },
  })
  await show(<Towns />)
  expect(await screen.findByText('Chicago;Karaganda;Vancouver;')).toBeTruthy()
})
