import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import {
  cards,
  count,
  counts,
  days,
  durations,
  figures,
  kpis,
  nowcast,
  open,
  source,
  trends,
  whole,
} from './sampleKpis'

it('compares nothing with a period without data, and says so instead of 0', async () => {
  const without = { before: null, change: null, isNotable: null, beforeDaysCovered: 0 }
  await open({ Kpis: kpis([{ ...figures(null), counts: counts.map((one) => ({ ...one, ...without })) }]) })
  expect(await screen.findAllByText('before: no data')).toHaveLength(6)
  expect(document.querySelectorAll('li [data-change=noData]')).toHaveLength(6)
})

it('has no data where no source reported, and marks a part of the period', async () => {
  const none = { count: null, change: null, isNotable: null, daysCovered: 0 }
  const part = { daysCovered: 20, beforeDaysCovered: 9 }
  const [incidents, alerts, ...others] = counts
  const durationsOf = durations.map((one) => ({ ...one, count: null, shareWithinTarget: null, daysCovered: 0 }))
  const kpi = { ...figures(null), counts: [{ ...incidents, ...none }, { ...alerts, ...part }, ...others] }
  await open({ Kpis: kpis([{ ...kpi, durations: durationsOf }]) })
  await cards()
  const tile = (measure: string) => document.querySelector(`li[data-measure=${measure}]`)
  expect(tile('INCIDENTS')?.querySelector('[data-field=value]')?.textContent).toBe('no data')
  expect(tile('INCIDENTS')?.textContent).toContain('No data in 28 days')
  expect(tile('ALERTS')?.querySelector('[data-part]')?.textContent).toBe('Data for 20 of 28 days')
  expect(tile('ALERTS')?.textContent).toContain('before: 310 (data for 9 of 31 days)')
  expect(tile('ANSWER_TIME')?.getAttribute('data-state')).toBe('noData')
  expect(tile('ANSWER_TIME')?.querySelector('[data-field=value]')?.textContent).toBe('no data')
})

it('leaves steps without data out of the line, and has no 0 for them in the table', async () => {
  const points = [
    { ...whole('2026-02-01'), count: 7 },
    { ...whole('2026-02-02'), count: null, daysCovered: 0, isCut: true },
  ]
  const gap = { ...days, grain: 'DAY', series: [{ points }] }
  await open({ Kpis: kpis([figures(null)]), KpiTrends: { data: { ...trends.data, INCIDENTS: gap } } })
  const region = await screen.findByRole('region', { name: 'What happened' })
  const rows = within(await within(region).findByRole('table', { hidden: true })).getAllByRole('row', { hidden: true })
  const texts = rows.map((row) => [...row.children].slice(0, 2).map((cell) => cell.textContent))
  expect(texts.slice(1)).toEqual([
    ['1 Feb 2026', '7'],
    ['2 Feb 2026 (0 of 1 day)', 'no data'],
  ])
})

it('compares the last week with the four before it, over the days with data', async () => {
  const { asked, search } = await open({ Kpis: kpis([figures(null)]) })
  const region = await screen.findByRole('region', { name: 'Latest counts compared' })
  const rows = within(await within(region).findByRole('group', { name: 'Latest counts compared' }))
    .getAllByRole('row')
    .slice(1)
    .map((row) => [...row.children].map((cell) => cell.textContent))
  expect(rows[1]).toEqual([
    'The last week22 Feb 2026 – 28 Feb 2026',
    '90in 7 days',
    'The four weeks before it25 Jan 2026 – 21 Feb 2026',
    '180Data for 20 of 28 days',
    '× 1.51.2 – 1.9',
    '▲ More',
  ])
  expect(rows[2]?.slice(3)).toEqual(['no datain 7 days', '—', '· Nothing to compare with'])
  await userEvent.selectOptions(within(region).getByLabelText('Counted'), 'SOS calls')
  expect(search()).toMatchObject({ measure: 'SOS_CALLS' })
  expect(
    asked.filter(({ operation }) => operation === 'KpiComparison').map(({ variables }) => variables),
  ).toMatchObject([
    { measure: 'INCIDENTS', until: '2026-03-01', cities: null },
    { measure: 'SOS_CALLS', until: '2026-03-01', cities: null },
  ])
})

it('shows the estimate of recent weeks beside what is published, with its intervals and what is still expected', async () => {
  const { search } = await open({ Kpis: kpis([figures(null)]) })
  const panel = await screen.findByRole('region', { name: 'Incidents by week' })
  expect(await within(panel).findByText(/the delays of 1,267 earlier reports/)).toBeTruthy()
  expect(panel.textContent).toContain('Of the reports of the week of 16 Feb 2026, 42% are still expected.')
  const texts = () =>
    within(panel)
      .getAllByRole('row', { hidden: true })
      .slice(1)
      .map((row) => [...row.children].map((cell) => cell.textContent))
  expect(texts()).toEqual([
    ['Week of 2 Feb 2026', 'no data', '—', '—', '—', '—'],
    ['Week of 9 Feb 2026', '30', '—', '—', '—', '—'],
    ['Week of 16 Feb 2026', '14', '24', '21 – 28', '19 – 30', '42%'],
    ['Week of 23 Feb 2026 (not over yet)', '2', '—', '—', '—', '—'],
  ])
  await userEvent.click(within(panel).getByRole('radio', { name: 'As published' }))
  expect(search()).toMatchObject({ estimate: 'hidden' })
  expect(texts()[2]).toEqual(['Week of 16 Feb 2026', '14'])
  expect(panel.textContent).not.toContain('still expected')
})

it('says why nothing is estimated, and where the delays rest on few reports', async () => {
  const of = (series: object) => ({ data: { nowcast: { basis: { asKnownOn: '2026-02-28' }, series: [series] } } })
  const { unmount } = await open({ Kpis: kpis([figures(null)]), nowcast: of({ ...nowcast, gap: 'NO_DELAYS_KNOWN' }) })
  expect(await screen.findByText(/^No delays are known/)).toBeTruthy()
  unmount()
  await open({ Kpis: kpis([figures(null)]), nowcast: of({ ...nowcast, isTooFew: true }) })
  expect(await screen.findByText(/fewer than 30 reports/)).toBeTruthy()
})

it('counts offences and victims where they are given, and does not judge their change by chance', async () => {
  const more = [count('OFFENCES', 520, 140), count('VICTIMS', 300, 90)]
  await open({ Kpis: kpis([{ ...figures(null), counts: [...counts, ...more] }]) })
  await cards()
  const names = [...document.querySelectorAll<HTMLElement>('li[data-measure]:not([data-state])')]
  expect(names.map(({ dataset }) => dataset['measure']).slice(0, 3)).toEqual(['INCIDENTS', 'OFFENCES', 'VICTIMS'])
  const tile = document.querySelector('li[data-measure=VICTIMS]')
  expect(tile?.querySelector('[data-change]')?.getAttribute('data-change')).toBe('notJudged')
})

it('lists the sources and when they reported', async () => {
  const live = { ...source, source: null, basis: 'DEVICES', kind: 'ALERT', until: null }
  const gap = { ...source, source: 'other', gaps: [{ from: '2026-01-05', until: '2026-01-07' }], until: null }
  await open({ Kpis: kpis([figures(null)]), sources: [live, gap, source] })
  const group = await screen.findByRole('group', { name: /^Sources/, hidden: true })
  const rows = within(group).getAllByRole('row', { hidden: true }).slice(1)
  expect(rows.map((row) => [...row.children].map((cell) => cell.textContent))).toEqual([
    ['other', 'Karaganda', 'Incidents: 1,234', 'since 1 Jan 2025', '5 Jan 2026 – 6 Jan 2026', 'Declared'],
    ['police', 'Karaganda', 'Incidents: 1,234', '1 Jan 2025 – 10 Feb 2026', '—', 'Declared'],
    ['Devices', 'Karaganda', 'Alerts: 1,234', 'since 1 Jan 2025', '—', 'From the registration of devices'],
  ])
  expect(rows.map(({ dataset }) => dataset['part'])).toEqual(['true', 'true', 'false'])
})

it('says that there are no data, which is not that nothing was recorded', async () => {
  const none = { count: null, before: null, change: null, isNotable: null, daysCovered: 0 }
  const without = {
    counts: counts.map((one) => ({ ...one, ...none })),
    durations: durations.map((one) => ({ ...one, ...none })),
  }
  await open({ Kpis: kpis([{ ...figures(null), ...without }]) })
  expect(await screen.findByText('There are no data for this period')).toBeTruthy()
  expect(screen.queryByText('Nothing was recorded in this period')).toBeNull()
})
