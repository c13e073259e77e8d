import { screen, waitFor, within } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { show } from '@shared/testing/render'
import { catalogue, serve } from '@shared/testing/server'
import type { ReactNode } from 'react'
import anomalies from './anomalies/sample.json'
import { AnomalyView } from './anomalies/AnomalyView'
import coverage from './coverage/sample.json'
import { SourcesView } from './coverage/SourcesView'
import decomposition from './decomposition/sample.json'
import { DecompositionView } from './decomposition/DecompositionView'
import centres from './density/sample.json'
import { CentresView } from './density/CentresView'
import emerging from './emerging/sample.json'
import { EmergingResult } from './emerging/EmergingResult'
import forecasts from './forecasts/sample.json'
import { BacktestView } from './forecasts/BacktestView'
import type { Town } from './frame/settings'
import impact from './impact/sample.json'
import { ImpactView } from './impact/ImpactView'
import nearRepeats from './near-repeats/sample.json'
import { NearRepeatResult } from './near-repeats/NearRepeatResult'
import nowcastScore from './nowcast-score/sample.json'
import { NowcastScoreView } from './nowcast-score/NowcastScoreView'
import scan from './scan/sample.json'
import { ScanResultView } from './scan/ScanResult'
import shuffled from './shuffled/sample.json'
import { ShuffledView } from './shuffled/ShuffledView'

// Maps need WebGL and charts a width, which jsdom lacks: journeys look at them.
vi.mock('@shared/map/BaseMap', () => ({ default: () => null }))
vi.mock('@shared/chart/Chart', () => ({ default: () => null }))

const bounds = { west: 72.85, south: 49.7, east: 73.35, north: 49.98 }
const town: Town = {
  code: 'karaganda',
  name: 'Karaganda',
  zone: 'Asia/Almaty',
  population: 520_000,
  isOfProgramme: true,
  bounds,
}
const asOf = '2026-11-28T23:36:56Z'

const shown = async (component: ReactNode) => {
  serve({ Catalogue: catalogue })
  return show(component)
}
/** An answer as the host gave it: JSON has no unions, which its type needs. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- it says what the sample is
const as = <Answer,>(value: unknown) => value as Answer
type Of<View extends (props: never) => unknown> = Parameters<View>[0]
const facts = () => screen.getAllByRole('group', { name: 'What the figures rest on' })[0]?.textContent ?? ''

it('near repeats: bands with ratio and p, those above chance marked, and what they rest on', async () => {
  const result = as<Of<typeof NearRepeatResult>['result']>(nearRepeats.job.nearRepeats)
  await shown(<NearRepeatResult title="Near repeats" result={result} bounds={bounds} asOf={asOf} />)
  const first = result.entries[0]
  expect(screen.getAllByText('0–100 m').length).toBeGreaterThan(0)
  expect(screen.getByText(first?.count.toLocaleString('en-GB') ?? '')).toBeTruthy()
  // Names of towns come with the catalogue.
  await waitFor(() =>
    expect(facts()).toMatch(
      /n, incidents[\d,]+.*araganda; rectangle of 35.9 × 31.1 km.*Knox test.*Knox, Applied Statistics/,
    ),
  )
  expect(screen.getAllByRole('button', { name: 'Save as CSV' }).length).toBeGreaterThan(0)
})

it('emerging hot spots: classes with their meaning, cells that lead to the map, too few called so', async () => {
  const result = as<Of<typeof EmergingResult>['result']>(emerging.job.emergingHotSpots)
  const few = { ...result, cells: result.cells.map((cell, index) => ({ ...cell, count: 2, isTooFew: index === 0 })) }
  await shown(<EmergingResult result={few} town={town} asOf={asOf} />)
  const [first] = result.cells
  const link = screen.getByRole('link', { name: `16/${first?.x ?? ''}/${first?.y ?? ''}` })
  expect(link.getAttribute('href')).toMatch(/^\/crime-map\?city=karaganda&cells=%2216%22&cell=16%2F/)
  expect(screen.getByText('2 · too few')).toBeTruthy()
  expect(facts()).toMatch(/Side of a cell394 m/)
})

it('impact: a verdict with its reasons, an interval or why there is none', async () => {
  const result = as<Of<typeof ImpactView>['result']>(impact.job.impact)
  const none = {
    ...result,
    verdict: 'CANNOT_TELL' as const,
    reasons: ['too-few-periods'],
    ratio: null,
    displacement: null,
  }
  await shown(<ImpactView result={none} town={town} asOf={asOf} />)
  expect(screen.getByText('Cannot tell')).toBeTruthy()
  expect(screen.getByText('Fewer than two periods before or after.')).toBeTruthy()
  expect(screen.getByText('A total is 0.')).toBeTruthy()
  expect(screen.getAllByText('not computable').length).toBe(2)
})

it('space-time scan: clusters and what is within chance are told apart', async () => {
  const result = as<Of<typeof ScanResultView>['result']>(scan.job.spaceTimeScan)
  const clusters = result.clusters.map((cluster, index) => ({ ...cluster, p: index === 0 ? 0.01 : 0.4 }))
  await shown(<ScanResultView result={{ ...result, clusters }} bounds={bounds} asOf={asOf} />)
  expect(screen.getByText(`1 of the ${clusters.length} strongest windows is a cluster (p ≤ 0.05).`)).toBeTruthy()
  expect(screen.getByText('0.01 · cluster')).toBeTruthy()
  expect(screen.getAllByText('0.4 · within chance')).toHaveLength(clusters.length - 1)
})

it('unusual days: a day without data is no zero', async () => {
  const report = as<{ basis: Of<typeof AnomalyView>['basis']; series: Of<typeof AnomalyView>['series'][] }>(
    anomalies.anomalies,
  )
  const [series] = report.series
  if (series === undefined) throw new Error('The sample has no series.')
  const days = series.days.map((one, index) =>
    index === 0 ? { ...one, count: null, kind: 'UNDETERMINED' as const } : one,
  )
  await shown(<AnomalyView basis={report.basis} series={{ ...series, days }} asOf={asOf} />)
  const row = screen.getAllByRole('row').at(-1)
  if (row === undefined) throw new Error('There is no row.')
  expect(within(row).getByText('no data')).toBeTruthy()
  expect(within(row).getByText('no verdict')).toBeTruthy()
})

it('coverage: from when until when a source reported, its gaps, and how that is known', async () => {
  const rows = as<Of<typeof SourcesView>['rows']>(coverage.sourceCoverage)
  const [first] = rows
  if (first === undefined) throw new Error('The sample has no source.')
  const ended = { ...first, until: '2026-10-01', gaps: [{ from: '2026-09-02', until: '2026-09-05' }] }
  await shown(<SourcesView rows={[ended]} town={town} today="2026-11-29" asKnownOn={null} asOf={asOf} />)
  expect(screen.getByText('30 Sept 2026')).toBeTruthy()
  expect(screen.getByText('2 Sept 2026 – 4 Sept 2026')).toBeTruthy()
  expect(screen.getByText('learned from its reports')).toBeTruthy()
})

it('centres: figures with their units, and too few called so', async () => {
  const result = as<Of<typeof CentresView>['result']>(centres.centrography)
  await shown(<CentresView result={{ ...result, basis: { ...result.basis, count: 12 } }} town={town} asOf={asOf} />)
  expect(screen.getByText('Standard distance').nextElementSibling?.textContent).toMatch(/^[\d,]+ m$/)
  expect(screen.getByText(/Fewer than 30 counted/)).toBeTruthy()
})

it('shuffled hot spots: the share of shuffled maps with as many', async () => {
  const result = as<Of<typeof ShuffledView>['result']>(shuffled.job.shuffledHotSpots)
  const hot = result.spots.find((spots) => spots.class === 'HOT')
  await shown(<ShuffledView result={result} asOf={asOf} />)
  expect(
    screen.getByText(new RegExp(`The map shows ${hot?.cells ?? ''} hot cells; .*% of 99 shuffled maps`)),
  ).toBeTruthy()
})

it('decomposition: each step is the sum of its parts', async () => {
  const result = as<Of<typeof DecompositionView>['result']>(decomposition.job.decomposition)
  await shown(<DecompositionView result={{ ...result, isTooFew: true }} asOf={asOf} />)
  expect(screen.getAllByRole('row')).toHaveLength(result.counts.length + 1)
  expect(screen.getByText(/Fewer than 5 a step/)).toBeTruthy()
  expect(screen.getByText('Cycle of 7 days')).toBeTruthy()
})

it('checks of estimates: nothing judged is said, and is no share of 0 %', async () => {
  const result = as<Of<typeof NowcastScoreView>['result']>(nowcastScore.job.nowcastScore)
  const all = { ...result.all, judged: 0, coverage80: null, coverage95: null, isTooFew: true }
  await shown(<NowcastScoreView result={{ ...result, all, ages: [] }} asOf={asOf} />)
  expect(screen.getByText(/Nothing could be judged/)).toBeTruthy()
  expect(screen.queryByText('0.0%')).toBeNull()
})

it('forecasts: methods against the baseline, and a minus infinity that is none', async () => {
  const result = as<Of<typeof BacktestView>['result']>(forecasts.job.forecastBacktest)
  const periods = result.periods.map((one, index) => (index === 0 ? { ...one, logScore: null } : one))
  await shown(<BacktestView result={{ ...result, periods }} zoom={16} town={town} asOf={asOf} />)
  expect(screen.getAllByText(/baseline/).length).toBeGreaterThan(1)
  expect(screen.getByText('−∞')).toBeTruthy()
  expect(screen.getByText(/This forecast is not sealed/)).toBeTruthy()
})
