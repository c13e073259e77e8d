import { nth } from '@shared/testing/nth'
import { visit } from '@shared/testing/render'
import { catalogue, serve } from '@shared/testing/server'
import { screen, within } from '@testing-library/react'
import { kpiRoutes } from './feature'
import { countedMeasures, timedMeasures } from './measures'

type Reply = Parameters<typeof serve>[0][string]
export const days = { from: '2026-02-01', until: '2026-03-01' }
export const timed = (share: number | null, count: number, before: number | null = 0.8) => ({
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
export const durations = [timed(0.95, 1_000), timed(0.7, 1_000), timed(1, 4), timed(null, 0, null)].map(
  (one, index) => ({
    measure: nth(timedMeasures, index),
    ...one,
  }),
)
export const count = (measure: string, n: number, before: number) => {
  const change = 2 * (Math.sqrt(n) - Math.sqrt(before))
  return {
    measure,
    count: n,
    before,
    change,
    isNotable: Math.abs(change) > 3,
    daysCovered: 28,
    beforeDaysCovered: 31,
  }
}
export const counts = [
  count('INCIDENTS', 400, 100),
  count('ALERTS', 300, 310),
  count('FALSE_ALERTS', 100, 400),
  count('SOS_CALLS', 200, 200),
  count('ABANDONED_CALLS', 2, 1),
  count('VIOLATIONS', 0, 0),
]
export const figures = (city: string | null) => ({ city, ...days, counts, durations })
export const kpis = (all: readonly object[]) => ({ data: { kpis: all } })
export const whole = (day: string) => ({ day, isCut: false, daysCounted: 1, daysCovered: 1, daysInStep: 1 })
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
export const trends = {
  data: {
    ...Object.fromEntries(timedMeasures.map((measure) => [measure, durationTrend])),
    ...Object.fromEntries(countedMeasures.map((measure) => [measure, countTrend])),
  },
}
export const cameras = { city: 'karaganda', kind: 'CAMERA', inService: 12, retired: 2, unregistered: 1 }
export const refusal = (code: string) => ({ code, message: 'In English, by the server.' })
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
export const source = {
  city: 'karaganda',
  source: 'police',
  kind: 'INCIDENT',
  basis: 'DECLARED',
  from: '2025-01-01',
  until: '2026-02-11',
  gaps: [],
  reportCount: 1_234,
}
const week = (day: string, status: string, n: number | null, estimate: number | null = null) => ({
  day,
  status,
  count: n,
  estimate,
  low80: estimate === null ? null : estimate - 3,
  high80: estimate === null ? null : estimate + 4,
  low95: estimate === null ? null : estimate - 5,
  high95: estimate === null ? null : estimate + 6,
  expectedShare: estimate === null ? null : 0.42,
})
export const nowcast = {
  observations: 1_267,
  gap: null as string | null,
  isTooFew: false,
  points: [
    week('2026-02-02', 'NO_DATA', null),
    week('2026-02-09', 'COMPLETE', 30),
    week('2026-02-16', 'ESTIMATED', 14, 24),
    week('2026-02-23', 'NOT_OVER', 2),
  ],
}
const townTrend = (city: string, counts: readonly number[], residents: number) => ({
  city,
  total: counts.reduce((sum, one) => sum + one, 0),
  per100000: (100_000 * counts.reduce((sum, one) => sum + one, 0)) / residents,
  countsPer100000: counts.map((one) => (100_000 * one) / residents),
  points: counts.map((count, index) => ({ ...whole(`2026-02-0${index + 1}`), count })),
})
const townTrends = {
  data: {
    trend: {
      grain: 'DAY',
      series: [townTrend('temirtau', [17, 34], 170_000), townTrend('karaganda', [26, 52], 520_000)],
    },
  },
}
interface Replies {
  Kpis: Reply
  devices?: readonly object[]
  KpiTrends?: Reply
  sources?: readonly object[]
  nowcast?: Reply
  townTrends?: Reply
}
const workedHere = {
  city: 'karaganda',
  kind: 'CAMERA',
  devices: 12,
  neverHeard: 0,
  acceptedSeconds: 1_000,
  silentSeconds: 60,
  faultedSeconds: 40,
  unknownSeconds: 0,
}
const rollOut = {
  from: '2025-01-01',
  until: '2028-01-01',
  budgetTenge: 4_600_000_000,
  spentTenge: 1_000_000_000,
  upkeepTenge: 50_000_000,
  committedTenge: 4_000_000_000,
  withoutCost: 0,
  targets: [{ kind: 'CAMERA', target: 3_223, planned: 1_200, installed: 1_000, accepted: 806 }],
  years: [],
}

export const open = async (replies: Replies, address = '/kpis') => {
  const asked = serve({
    Catalogue: catalogue,
    KpiClock: { data: { serverTime: '2026-03-01T07:00:00Z' } },
    Kpis: replies.Kpis,
    KpiTrends: replies.KpiTrends ?? trends,
    KpiTownTrends: replies.townTrends ?? townTrends,
    KpiComparison: { data: { comparison: { series: [{ changes }] } } },
    KpiNowcast: replies.nowcast ?? { data: { nowcast: { basis: { asKnownOn: '2026-02-28' }, series: [nowcast] } } },
    KpiSources: { data: { sourceCoverage: replies.sources ?? [] } },
    DeviceCounts: { data: { deviceCounts: replies.devices ?? [] } },
    DeviceFigures: { data: { deviceAvailability: [workedHere], rollOut } },
  })
  return { ...(await visit(kpiRoutes, address)), asked }
}
export const cards = async () =>
  within(await screen.findByRole('region', { name: 'Response times' }))
    .getAllByRole('heading', { level: 3 })
    .map((heading) => heading.closest('li'))
    .filter((card) => card !== null)
