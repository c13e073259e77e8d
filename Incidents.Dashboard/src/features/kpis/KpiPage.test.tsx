import { nth } from '@shared/testing/nth'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { cameras, cards, counts, days, durations, figures, kpis, open, refusal, source, trends } from './sampleKpis'

it('asks for the last 28 days of all towns by default, and gives a refusal with its code', async () => {
  const { asked } = await open({ Kpis: { code: 'PERIOD_TOO_LONG', message: 'At most 200 years.' } })
  expect((await screen.findByRole('alert')).textContent).toContain('PERIOD_TOO_LONG')
  expect(asked.find(({ operation }) => operation === 'Kpis')?.variables).toEqual({
    ...days,
    beforeFrom: '2026-01-01',
    beforeUntil: '2026-02-01',
    cities: null,
  })
})

it('shows the trends that were answered, and in the place of a refused one why it was refused', async () => {
  const refused = { ANSWER_TIME: refusal('TIME_LIMIT'), ALERTS: refusal('TOO_MANY_POINTS') }
  await open({ Kpis: kpis([figures(null)]), KpiTrends: { ...trends, refused } })
  const [answer, dispatch] = await cards()
  expect((await screen.findByText(/^The answer takes too long/)).closest('li')).toBe(answer)
  expect(answer?.querySelector('table')).toBeNull()
  expect(dispatch?.querySelector('table')).toBeTruthy()
  expect(screen.getByText(/^There are too many figures/).closest('li')?.dataset['measure']).toBe('ALERTS')
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
  await open({ Kpis: refusal('STORE_AWAY'), devices: [cameras] })
  expect((await screen.findByRole('alert')).textContent).toContain('The store does not answer')
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
  expect(few?.textContent).toContain('Too few to compare')
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

it('shows shares of a whole: false alerts of all alerts, abandoned calls of all calls', async () => {
  await open({ Kpis: kpis([figures(null)]) })
  expect(await screen.findByText('25% of 400 raised (true and false together)')).toBeTruthy()
  expect(screen.getByText('1% of 200 SOS calls')).toBeTruthy()
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
  expect(search()).toEqual({ from: '2026-02-01', to: '2026-02-28', city: ['temirtau'] })
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

it('adds devices up over towns, and says how long they worked and how far the roll-out is', async () => {
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
  const worked = await screen.findByRole('region', { name: 'Availability and roll-out of devices' })
  expect((await within(worked).findByRole('row', { name: /^Karaganda/ })).textContent).toBe(
    'Karaganda90.0%no datano data90.0%',
  )
  expect(within(worked).getByRole('row', { name: /^Camera/ }).textContent).toBe('Camera3,2231,2001,00080625%')
})

it('writes its days into the link, so that a copy shows the same next day, and those of a preset', async () => {
  const { search } = await open({ Kpis: kpis([figures(null)]) })
  const presets = await screen.findByRole('combobox', { name: 'Period' })
  await vi.waitFor(() => expect(search()).toEqual({ from: '2026-02-01', to: '2026-02-28' }))
  // All of February, too.
  expect(presets).toHaveProperty('value', 'lastMonth')
  await userEvent.selectOptions(presets, 'Last 7 days')
  await vi.waitFor(() => expect(search()).toEqual({ from: '2026-02-22', to: '2026-02-28' }))
  expect(screen.getByLabelText('First day')).toHaveProperty('value', '22/02/2026')
})

it('replaces a named period by its days, and does without a town that it does not know', async () => {
  const { search, asked } = await open(
    { Kpis: kpis([figures(null)]) },
    '/kpis?period=last7&city=["nowhere","temirtau"]',
  )
  await screen.findByRole('combobox', { name: 'Period' })
  await vi.waitFor(() => expect(search()).toEqual({ from: '2026-02-22', to: '2026-02-28', city: ['temirtau'] }))
  await vi.waitFor(() =>
    expect(asked.filter(({ operation }) => operation === 'Kpis').at(-1)?.variables).toMatchObject({
      from: '2026-02-22',
      until: '2026-03-01',
      cities: ['temirtau'],
    }),
  )
})

it('asks once for a day that was typed key by key', async () => {
  const { asked } = await open({ Kpis: kpis([figures(null)]) })
  const field = await screen.findByLabelText('First day')
  const before = asked.length
  await userEvent.clear(field)
  await userEvent.type(field, '11/18/2025')
  expect(asked).toHaveLength(before)
  await userEvent.keyboard('{Enter}')
  await userEvent.tab()
  await vi.waitFor(() =>
    expect(
      asked.slice(before).flatMap(({ operation, variables }) => (operation === 'Kpis' ? [variables['from']] : [])),
    ).toEqual(['2025-11-18']),
  )
})

it('says nothing by shares and 90th percentiles of too few, and shows before only what can be compared', async () => {
  await open({ Kpis: kpis([figures(null)]) })
  const few = nth(await cards(), 2)
  expect(few.querySelector('[data-field=value]')?.textContent).toBe('too few')
  expect(few.textContent).not.toContain('100')
  const quantiles = [...few.querySelectorAll('dt + dd')].map((value) => value.textContent)
  expect(quantiles).toEqual(['1 min 5 secs', 'too few'])
})

it('names the target, and where it is from', async () => {
  const own = { ...nth(durations, 0), targetSeconds: 12 }
  await open({ Kpis: kpis([{ ...figures(null), durations: [own, ...durations.slice(1)] }]) })
  const [answer, dispatch] = await cards()
  expect(answer?.textContent).toContain('Target: 90% within 12 secs, set for this installation.')
  expect(dispatch?.textContent).toContain('set for this installation')
  await userEvent.click(within(nth(await cards(), 0)).getByRole('button', { name: /SOS call answered/ }))
  expect(screen.getByRole('dialog').textContent).toContain('it is no legal norm')
})

it('compares with the same dates a year earlier, and the link keeps it', async () => {
  const { asked, search } = await open({ Kpis: kpis([figures(null)]) })
  await userEvent.selectOptions(await screen.findByLabelText('Compared with'), 'The same dates a year earlier')
  expect(search()).toMatchObject({ against: 'yearEarlier' })
  const last = asked.filter(({ operation }) => operation === 'Kpis').at(-1)
  expect(last?.variables).toMatchObject({ beforeFrom: '2025-02-01', beforeUntil: '2025-03-01' })
})

it('counts the days between the first and the last record, and says which were asked for', async () => {
  const late = { ...source, from: '2026-02-10', until: null }
  const { asked } = await open({ Kpis: kpis([{ ...figures(null), from: '2026-02-10' }]), sources: [late] })
  expect(await screen.findByText(/^Asked for 1 Feb 2026 – 28 Feb 2026/)).toBeTruthy()
  const first = asked.find(({ operation }) => operation === 'Kpis')
  expect(first?.variables).toMatchObject({ from: '2026-02-10', beforeFrom: '2026-01-22', beforeUntil: '2026-02-10' })
})

it('shows towns side by side on one axis, per resident, and none beside a town alone', async () => {
  const { unmount } = await open({ Kpis: kpis([figures(null)]) })
  const region = await screen.findByRole('region', { name: 'Towns side by side' })
  await within(region).findByText(/from 0 to 20\.$/)
  const towns = [...region.querySelectorAll('[data-town]')].map((town) => town.querySelector('p')?.textContent)
  expect(towns).toEqual(['7815 per 100,000 residents', '5130 per 100,000 residents'])
  unmount()
  await open({ Kpis: kpis([figures(null)]) }, '/kpis?city=%5B%22karaganda%22%5D')
  await cards()
  expect(screen.queryByRole('region', { name: 'Towns side by side' })).toBeNull()
})
