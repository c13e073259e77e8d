import { show } from '@shared/testing/render'
import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { Warnings } from './Warnings'
import { coverageCodes } from './warningText'

const warning = (code: string, value: unknown, message = 'Said by the server.') => ({
  code,
  message,
  field: 'filter',
  value,
})
const texts = () => screen.queryAllByRole('listitem').map(({ textContent }) => textContent)

it('says in words how many have no hour, and a code that is not known in a general sentence', async () => {
  const warnings = [
    warning('TIME_NOT_KNOWN_TO_STEP', { unit: 'HOUR', count: 17, total: 100 }),
    warning('VICTIMS_NOT_GIVEN', { incidents: 50, giving: 40 }),
    warning('OF_TOMORROW', null),
    warning('COVERAGE_PARTIAL', {}),
  ]
  await show(<Warnings warnings={warnings} except={coverageCodes} />)
  expect(texts()).toEqual([
    '17 of 100 have no known hour, and are in no hour.',
    'The number of victims is given for 40 of 50 incidents; those of the others are not counted.',
    'The server notes something that this page does not know (OF_TOMORROW).',
  ])
})

it('says the same of several figures once, by the largest', async () => {
  const ofDay = (count: number, total: number) => warning('TIME_NOT_KNOWN_TO_STEP', { unit: 'DAY', count, total })
  await show(<Warnings warnings={[ofDay(8, 215), ofDay(8, 277), ofDay(8, 270)]} />)
  expect(texts()).toHaveLength(1)
  expect(texts()[0]).toContain('8 of 277')
})

it('says nothing where there are none', async () => {
  await show(<Warnings warnings={[]} />)
  expect(screen.queryByRole('list')).toBeNull()
})
