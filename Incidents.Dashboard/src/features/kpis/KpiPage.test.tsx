import { nth } from '@shared/testing/nth'
import { visit } from '@shared/testing/render'
import { catalogue, serve } from '@shared/testing/server'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { kpiRoutes } from './feature'
import { countedMeasures, timedMeasures } from './measures'

type Reply = Parameters<typeof serve>[0][string]
const days = { from: '2026-02-01', until: '2026-03-01' }
const timed = (share: number | null, count: number, before: number | null = 0.8) => ({
  count,
  isTooFew: count < 30,
  medianSeconds: share === null ? null : 65,
  p90Seconds: share === null ? null : 600,
  targetSeconds: 480,
  shareWithinTarget: share,
  daysCovered: 28,
  beforeDaysCovered: 28,
  before: { count: 1_000, medianSeconds: 70, p90Seconds: 700, shareWithinTarget: before },
})
const durations = [timed(0.95, 1_000), timed(0.7, 1_000), timed(1, 4), timed(null, 0, null)].map((one, index) => ({
  measure: nth(timedMeasures, index),
  ...one,
}))
const count = (measure: string, n: number, before: number) => {
  const change = 2 * (Math.sqrt(n) - Math.sqrt(before))
  return {
    measure,
    count: n,
    before,
    change,
    isNotable: Math.abs(change) > 3,
    daysCovered: 28,
    beforeDaysCovered: 28,
  }
}
const counts = [
  count('INCIDENTS', 400, 100),
  count('ALERTS', 300, 310),
  count('FALSE_ALERTS', 100, 400),
  count('SOS_CALLS', 200, 200),
  count('ABANDONED_CALLS', 2, 1),
  count('VIOLATIONS', 0, 0),
]
const figures = (city: string | null) => ({ city, ...days, counts, durations })
const kpis = (all: readonly object[]) => ({ data: { kpis: all } })
const whole = (day: string) => ({ day, isCut: false, daysCounted: 1, daysCovered: 1, daysInStep: 1 })
const durationTrend = {
  ...days,
  grain: 'DAY',
  targetSeconds: 480,
  points: [
    { ...whole('2026-02-01'), isTooFew: false, durations: timed(0.9, 60) },
    { ...whole('2026-02-02'), isTooFew: true, durations: timed(1, 3) },
    {
      day: '2026-02-03',
      isCut: true,
      daysCounted: 0,
      daysCovered: 0,
      daysInStep: 1,
      isTooFew: true,
      durations: timed(null, 0),
    },
  ],
}
const countTrend = { ...days, grain: 'DAY', series: [{ points: [{ ...whole('2026-02-01'), count: 7 }] }] }
const trends = {
  data: {
    ...Object.fromEntries(timedMeasures.map((measure) => [measure, durationTrend])),
    ...Object.fromEntries(countedMeasures.map((measure) => [measure, countTrend])),
  },
}
const cameras = { city: 'karaganda', kind: 'CAMERA', inService: 12, retired: 2, unregistered: 1 }
const tooLong = (message: string) => ({ code: 'PERIOD_TOO_LONG', message })
const spanOf = (span: string, against: string, n: number | null, before: number | null) => ({
  span,
  against,
  from: '2026-02-22',
  until: '2026-03-01',
  beforeFrom: against === 'FOUR_WEEKS_BEFORE' ? '2026-01-25' : '2026-02-15',
  beforeUntil: '2026-02-22',
  count: n,
  before,
  change: n === null || before === null ? null : 4,
  isNotable: n === null || before === null ? null : true,
  rateRatio: n === null || before === null ? null : 1.5,
  rateRatioLow: n === null || before === null ? null : 1.2,
  rateRatioHigh: n === null || before === null ? null : 1.9,
  daysCovered: n === null ? 0 : 7,
  beforeDaysCovered: before === null ? 0 : against === 'FOUR_WEEKS_BEFORE' ? 20 : 7,
})
const changes = [
  spanOf('WEEK', 'SPAN_BEFORE', 90, 60),
  spanOf('WEEK', 'FOUR_WEEKS_BEFORE', 90, 180),
  spanOf('WEEK', 'YEAR_EARLIER', 90, null),
]
const source = {
  city: 'karaganda',
  source: 'police',
  kind: 'INCIDENT',
  basis: 'DECLARED',
  from: '2025-01-01',
  until: '2026-02-11',
  gaps: [],
  reportCount: 1_234,
}
interface Replies {
  Kpis: Reply
  devices?: readonly object[]
  KpiTrends?: Reply
  sources?: readonly object[]
}
const open = async (replies: Replies, address = '/kpis') => {
  const asked = serve({
    Catalogue: catalogue,
    KpiClock: { data: { serverTime: '2026-03-01T07:00:00Z' } },
    Kpis: replies.Kpis,
    KpiTrends: replies.KpiTrends ?? trends,
    KpiComparison: { data: { comparison: { series: [{ changes }] } } },
    KpiSources: { data: { sourceCoverage: replies.sources ?? [] } },
    DeviceCounts: { data: { deviceCounts: replies.devices ?? [] } },
  })
  return { ...(await visit(kpiRoutes, address)), asked }
}
const cards = async () =>
  within(await screen.findByRole('region', { name: 'Response times' }))
    .getAllByRole('heading', { level: 3 })
    .map((heading) => heading.closest('li'))
    .filter((card) => card !== null)

it('asks for the last 28 days of all towns by default, and gives a refusal with its code', async () => {
  const { asked } = await open({ Kpis: { code: 'PERIOD_TOO_LONG', message: 'At most 200 years.' } })
  expect((await screen.findByRole('alert')).textContent).toContain('PERIOD_TOO_LONG')
  expect(asked.find(({ operation }) => operation === 'Kpis')?.variables).toEqual({ ...days, cities: null })
})

it('shows the trends that were answered, and in the place of a refused one why it was refused', async () => {
  const refused = { ANSWER_TIME: tooLong('No times.'), ALERTS: tooLong('No alerts.') }
  await open({ Kpis: kpis([figures(null)]), KpiTrends: { ...trends, refused } })
  const [answer, dispatch] = await cards()
  expect((await screen.findByText(/^No times\./)).closest('li')).toBe(answer)
  expect(answer?.querySelector('table')).toBeNull()
  expect(dispatch?.querySelector('table')).toBeTruthy()
  expect(screen.getByText(/^No alerts\./).closest('li')?.dataset['measure']).toBe('ALERTS')
  const counts = within(screen.getByRole('region', { name: 'What happened' })).getByRole('table', { hidden: true })
  const [, row] = within(counts).getAllByRole('row', { hidden: true })
  expect([...(row?.children ?? [])].map((cell) => cell.textContent)).toEqual([
    '1 Feb 2026',
    '7',
    '—',
    '7',
    '7',
    '7',
    '7',
  ])
})

it('shows the devices where the figures were refused', async () => {
  await open({ Kpis: tooLong('No figures.'), devices: [cameras] })
  expect((await screen.findByRole('alert')).textContent).toContain('No figures.')
  expect(await within(screen.getByRole('region', { name: 'Devices' })).findByText('Karaganda')).toBeTruthy()
})

it('judges each duration by its target, and none by too few', async () => {
  await open({ Kpis: kpis([figures(null)]) })
  const states = (await cards()).map(({ dataset, textContent }) => [
    dataset['state'],
    /Target met|Target missed|Too few/.exec(textContent)?.[0],
  ])
  expect(states).toEqual([
    ['met', 'Target met'],
    ['missed', 'Target missed'],
    ['tooFew', 'Too few'],
    ['tooFew', 'Too few'],
  ])
})

it('compares with the period before, in words', async () => {
  await open({ Kpis: kpis([figures(null)]) })
  const [met, missed, few] = await cards()
  expect(met?.textContent).toContain('Better')
  expect(met?.textContent).toContain('before: 80.0%')
  expect(missed?.textContent).toContain('Worse')
  expect(few?.textContent).toContain('Nothing to compare with')
  const changes = [...document.querySelectorAll<HTMLElement>('li[data-measure] p[data-change]')].slice(4)
  expect(changes.map(({ dataset }) => dataset['change'])).toEqual([
    'more',
    'chance',
    'fewer',
    'chance',
    'tooFew',
    'tooFew',
  ])
})

it('compares nothing with a period without data, and says so instead of 0', async () => {
  const without = { before: null, change: null, isNotable: null, beforeDaysCovered: 0 }
  await open({ Kpis: kpis([{ ...figures(null), counts: counts.map((one) => ({ ...one, ...without })) }]) })
  expect(await screen.findAllByText('no data in the 28 days before')).toHaveLength(6)
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
  expect(tile('ALERTS')?.textContent).toContain('310 on 9 of the 28 days before')
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
  const rows = (await within(region).findAllByRole('row'))
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
  expect(search()).toEqual({ measure: 'SOS_CALLS' })
  expect(asked.filter(({ operation }) => operation === 'KpiComparison').map(({ variables }) => variables)).toEqual([
    { measure: 'INCIDENTS', until: '2026-03-01', cities: null },
    { measure: 'SOS_CALLS', until: '2026-03-01', cities: null },
  ])
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

it('shows shares of a whole: false alerts of all alerts, abandoned calls of all calls', async () => {
  await open({ Kpis: kpis([figures(null)]) })
  expect(await screen.findByText('25% of all alerts')).toBeTruthy()
  expect(screen.getByText('1% of all SOS calls')).toBeTruthy()
})

it('gives each chart a name and its figures as a table, with what the chart leaves out', async () => {
  await open({ Kpis: kpis([figures(null)]) })
  const card = nth(await cards(), 0)
  expect(await within(card).findByRole('img', { name: 'SOS call answered, step by step' })).toBeTruthy()
  const table = within(card).getByRole('table', { hidden: true })
  const rows = within(table).getAllByRole('row', { hidden: true })
  const texts = rows.map((row) => [...row.children].map((cell) => cell.textContent))
  expect(texts[1]).toEqual(['1 Feb 2026', '60', '1 min 5 secs', '10 mins', '90%'])
  expect(texts[2]).toEqual(['2 Feb 2026', '3', '1 min 5 secs', 'too few', 'too few'])
  expect(texts[3]?.[0]).toBe('3 Feb 2026 (0 of 1 day)')
})

it('keeps the place of charts that are still loading', async () => {
  await open({ Kpis: kpis([figures(null)]), KpiTrends: 'never' })
  const card = nth(await cards(), 0)
  expect(card.querySelector('[aria-busy=true]')).toBeTruthy()
  expect(within(card).queryByRole('img')).toBeNull()
})

it('lists towns by name, and a town leads to its own figures', async () => {
  const { search } = await open({ Kpis: kpis([figures(null), figures('temirtau'), figures('karaganda')]) })
  const towns = within(await screen.findByRole('region', { name: 'By town' })).getAllByRole('link')
  expect(towns.map((link) => link.textContent)).toEqual(['Karaganda', 'Temirtau'])
  await userEvent.click(nth(towns, 1))
  expect(search()).toEqual({ city: ['temirtau'] })
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

it('says that nothing was recorded, and that there are no devices', async () => {
  const nothing = {
    ...figures(null),
    counts: counts.map((one) => ({ ...one, count: 0 })),
    durations: durations.map((one) => ({ ...one, count: 0 })),
  }
  await open({ Kpis: kpis([nothing]) })
  expect(await screen.findByText('Nothing was recorded in this period')).toBeTruthy()
  expect(screen.queryByRole('region', { name: 'Response times' })).toBeNull()
  expect(await screen.findByText('The registry has no devices')).toBeTruthy()
})

it('adds devices up over towns, and says that their availability is not known', async () => {
  await open({ Kpis: kpis([figures(null)]), devices: [cameras, { ...cameras, city: 'temirtau', inService: 5 }] })
  const panel = await screen.findByRole('region', { name: 'Devices' })
  const rows = (await within(panel).findAllByRole('row')).map((row) =>
    [...row.children].map((cell) => cell.textContent),
  )
  expect(rows.slice(1)).toEqual([
    ['Karaganda', '12', '0', '0', '2', '1'],
    ['Temirtau', '5', '0', '0', '2', '1'],
    ['Together', '17', '0', '0', '4', '2'],
  ])
  expect(within(panel).getByText('17 devices in service')).toBeTruthy()
  expect(within(panel).getByText('Availability: not known')).toBeTruthy()
})

it('puts the chosen period into the link; own dates begin with those in sight', async () => {
  const { search } = await open({ Kpis: kpis([figures(null)]) })
  await userEvent.click(await screen.findByRole('radio', { name: 'Own dates' }))
  expect(search()).toEqual({ period: 'own', from: '2026-02-01', to: '2026-02-28' })
  expect(screen.getByLabelText('Last day')).toHaveProperty('value', '2026-02-28')
  await userEvent.click(screen.getByRole('radio', { name: '28 days' }))
  expect(search()).toEqual({})
})
