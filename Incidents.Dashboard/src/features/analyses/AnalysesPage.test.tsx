import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { visit } from '@shared/testing/render'
import { catalogue, serve } from '@shared/testing/server'
import { analyses } from './analyses'
import anomalies from './anomalies/sample.json'
import coverage from './coverage/sample.json'
import centres from './density/sample.json'
import { analysesRoutes } from './feature'
import nearRepeats from './near-repeats/sample.json'

// Maps need WebGL, which jsdom lacks.
vi.mock('@shared/map/BaseMap', () => ({ default: () => null }))
vi.mock('@shared/chart/Chart', () => ({ default: () => null }))

const id = nearRepeats.job.id
const days = 'from=2026-08-31&to=2026-11-28'
const job = (more: object) => ({ ...nearRepeats.job, nearRepeats: null, ...more })
const none = { data: { analyses: { nodes: [] } } }
const common = {
  Catalogue: catalogue,
  AnalysesToday: { data: { serverTime: '2026-11-29T06:00:00Z' } },
  AnalysisJobs: none,
}
const open = (replies: Parameters<typeof serve>[0], search: string) => {
  const asked = serve({ ...common, ...replies })
  return visit(analysesRoutes, `/analyses?${search}`).then((page) => ({ ...page, asked }))
}
const of = (asked: readonly { readonly operation: string }[], operation: string) =>
  asked.filter((one) => one.operation === operation)

it('leads to every analysis, and keeps the town and the categories on the way', async () => {
  const { search } = await open(
    { AnalysisCoverage: { data: coverage }, DeviceCoverage: 'never', AnalysisAnomalies: { data: anomalies } },
    'analysis=coverage&city=temirtau&category=%5B%22theft%22%5D',
  )
  const nav = await screen.findByRole('navigation', { name: 'Analyses' })
  const links = within(nav).getAllByRole('link')
  expect(links).toHaveLength(analyses.length)
  expect(links.filter((link) => link.getAttribute('aria-current') === 'page').map((link) => link.textContent)).toEqual([
    'Coverage of sources',
  ])
  await userEvent.click(within(nav).getByRole('link', { name: 'Unusual days' }))
  expect(await screen.findAllByRole('heading', { name: 'Unusual days' })).toHaveLength(2)
  expect(search()).toMatchObject({ analysis: 'anomalies', city: 'temirtau', category: ['theft'] })
})

it('pins the default days in the link, which end with the last whole day', async () => {
  const { search, asked } = await open({ AnalysisAnomalies: { data: anomalies } }, 'analysis=anomalies')
  await screen.findByText(/unusual days? of/)
  expect(search()).toMatchObject({ from: '2026-11-01', to: '2026-11-28' })
  expect(of(asked, 'AnalysisAnomalies').at(-1)).toMatchObject({
    variables: { from: '2026-11-01', until: '2026-11-29', filter: { cities: ['karaganda'], measure: 'INCIDENTS' } },
  })
})

it('starts a job with what the form says, and writes it into the link', async () => {
  const { search, asked } = await open(
    {
      StartNearRepeats: { data: { started: { analysisJob: job({ state: 'DONE' }), errors: null } } },
      NearRepeatsJob: { data: nearRepeats },
    },
    `analysis=nearRepeats&${days}&bands=2&level=0.1`,
  )
  await userEvent.click(await screen.findByRole('button', { name: 'Start' }))
  await screen.findByText(/bands there are more pairs than by chance|In no band/)
  expect(search()).toMatchObject({ job: id, bands: 2, from: '2026-08-31' })
  expect(of(asked, 'StartNearRepeats')[0]).toMatchObject({
    variables: { input: { spaceMetres: [0, 100, 200], timeDays: [0, 7, 14], level: 0.1, until: '2026-11-29' } },
  })
})

it('says why a start was refused, in the words of the page', async () => {
  const refused = { data: { started: { analysisJob: null, errors: [{ code: 'TOO_BUSY' }] } } }
  const { search } = await open({ StartNearRepeats: refused }, `analysis=nearRepeats&${days}`)
  await userEvent.click(await screen.findByRole('button', { name: 'Start' }))
  const code = await screen.findByText('TOO_BUSY')
  expect(code.closest('p')?.textContent).not.toBe('TOO_BUSY')
  expect(search()['job']).toBeUndefined()
})

it('shows the progress of a job, and cancels it', async () => {
  let state = 'RUNNING'
  const { asked } = await open(
    {
      NearRepeatsJob: () => ({ data: { job: job({ state, progress: 0.4 }) } }),
      CancelAnalysis: () => {
        state = 'CANCELLED'
        return { data: { cancelAnalysis: { analysisJob: { __typename: 'AnalysisJob', id, state }, errors: null } } }
      },
    },
    `analysis=nearRepeats&${days}&job=${id}`,
  )
  const bar = await screen.findByRole('progressbar')
  expect(bar.getAttribute('value')).toBe('0.4')
  expect(screen.getByText(/Being computed/).textContent).toContain('40%')
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(await screen.findByText(/Cancelled/)).toBeTruthy()
  expect(of(asked, 'CancelAnalysis')[0]).toMatchObject({ variables: { id } })
  expect(screen.getByRole('button', { name: 'Start again' })).toBeTruthy()
})

it('says why a job failed, that one is gone, or of another analysis', async () => {
  const failure = { code: 'TOO_MANY_INCIDENTS' }
  const { unmount } = await open(
    { NearRepeatsJob: { data: { job: job({ state: 'FAILED', failure }) } } },
    `analysis=nearRepeats&${days}&job=${id}`,
  )
  expect((await screen.findByText('TOO_MANY_INCIDENTS')).closest('p')?.textContent).toMatch(/^Failed .{20,}/)
  unmount()
  const gone = await open({ NearRepeatsJob: { data: { job: null } } }, `analysis=nearRepeats&${days}&job=${id}`)
  expect(await screen.findByText(/no longer kept/)).toBeTruthy()
  gone.unmount()
  await open({ NearRepeatsJob: { data: { job: job({ kind: 'IMPACT' }) } } }, `analysis=nearRepeats&${days}&job=${id}`)
  expect(await screen.findByText(/another analysis: Did the measure help/)).toBeTruthy()
})

it('forgets a result when the question changes', async () => {
  const { search } = await open({ NearRepeatsJob: { data: nearRepeats } }, `analysis=nearRepeats&${days}&job=${id}`)
  await screen.findAllByText(/Knox/)
  await userEvent.selectOptions(screen.getByLabelText('Town'), 'Temirtau')
  expect(search()).toMatchObject({ city: 'temirtau', from: '2026-08-31' })
  expect(search()['job']).toBeUndefined()
})

it('explains what an analysis can and cannot tell', async () => {
  await open({ AnalysisDensity: 'never', AnalysisCentres: { data: centres } }, `analysis=density&${days}`)
  await userEvent.click(await screen.findByRole('button', { name: 'What “Density and centres” tells' }))
  expect((await screen.findByRole('dialog')).textContent).toContain('Density is no test')
})
