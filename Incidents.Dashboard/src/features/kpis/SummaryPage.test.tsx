import { screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { count, counts, figures, kpis, open } from './sampleKpis'

const town = (city: string, incidents: number) => ({
  ...figures(city),
  counts: [count('INCIDENTS', incidents, 100), ...counts.slice(1)],
})

it('is of the last whole month by default, in sentences without small numbers', async () => {
  const { asked, search } = await open({ Kpis: kpis([figures(null)]) }, '/kpis/summary')
  const summary = await screen.findByRole('article')
  expect(search()).toEqual({ from: '2026-02-01', to: '2026-02-28' })
  expect(asked.find(({ operation }) => operation === 'Kpis')?.variables).toMatchObject({ beforeFrom: '2026-01-01' })
  const sentence = (measure: string) => summary.querySelector(`[data-measure=${measure}]`)?.textContent
  expect(sentence('INCIDENTS')).toBe('Incidents: 400. Period before: 100. More.')
  expect(sentence('ABANDONED_CALLS')).toMatch(/: fewer than 5\. Period before: fewer than 5\.$/)
  expect(sentence('ANSWER_TIME')).toMatch(
    /^95% of 1,000 SOS calls were answered within 8 mins.*The target of 90% is met\.$/,
  )
  expect(sentence('ARRIVAL_TIME')).toContain('fewer than 30 were timed')
  expect(summary.textContent).toContain('The data are simulated')
  expect(summary.textContent).toContain('Data as of 01/03/2026, 12:00:00 UTC+5')
})

it('hides the number of a town that would tell a small one', async () => {
  await open({ Kpis: kpis([figures(null), town('karaganda', 397), town('temirtau', 3)]) }, '/kpis/summary')
  const table = within(await screen.findByRole('group', { name: 'By town' }))
  const rows = table.getAllByRole('row').slice(1)
  expect(rows.map((row) => row.children[1]?.textContent)).toEqual(['not published', 'fewer than 5'])
})
