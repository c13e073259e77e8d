import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { visit } from '@shared/testing/render'
import { serve } from '@shared/testing/server'
import { ingestRoutes } from './feature'

const status = {
  accepted: 1_200,
  duplicates: 3,
  conflicts: 2,
  refused: 0,
  unavailable: 0,
  perSecond: 12.5,
  waiting: 10,
  capacity: 100,
  isStoreAway: false,
  deadLetters: 0,
  deadLettersByCode: [] as { code: string; count: number }[],
  projectedSequence: 500,
  appendedSequence: 500,
  lagEvents: 0,
  lagSeconds: 0,
  pausedShards: [] as { name: string; failure: string | null }[],
  reported: [] as object[],
}
const letter = {
  id: '1',
  source: 'cam-7',
  code: 'CITY_MISSING',
  message: "'city' is missing.",
  field: 'city',
  lengthBytes: 42,
  isCut: true,
  text: '{"kind":"alert"}',
  base64: null,
  firstReceivedAt: '2026-03-01T06:00:00Z',
  lastReceivedAt: '2026-03-01T06:30:00Z',
  times: 4,
}
const letters = (...nodes: object[]) => ({
  data: { deadLetters: { nodes, pageInfo: { hasNextPage: false, endCursor: null } } },
})
const open = (replies: Parameters<typeof serve>[0], address = '/ingest-status') => {
  const asked = serve(replies)
  return visit(ingestRoutes, address).then((page) => ({ ...page, asked }))
}
const figure = (name: string) => {
  const tile = screen.getByText(name).closest<HTMLElement>('[data-tone]')
  if (!tile) throw new Error(`${name} is in no tile.`)
  return tile
}

it('says that it loads until the first answer is there', async () => {
  await open({ IngestStatus: 'never' })
  expect(await screen.findByText('Loading…')).toBeTruthy()
})

it('gives a refusal with its code, and asks again on request', async () => {
  const { asked } = await open({ IngestStatus: { code: 'NOT_ALLOWED', message: 'You may not see this.' } })
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).not.toContain('You may not see this.')
  expect(alert.textContent).toContain('a reason that this page does not know (NOT_ALLOWED)')
  await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }))
  expect(asked.filter(({ operation }) => operation === 'IngestStatus')).toHaveLength(2)
})

it('shows the figures of a healthy intake, and that there are no dead letters', async () => {
  await open({ IngestStatus: { data: { ingestStatus: status } }, DeadLetters: letters() })
  expect(await screen.findByText('No dead letters')).toBeTruthy()
  expect(figure('Accepted').textContent).toContain('1,200')
  expect(figure('Waiting for the store').textContent).toContain('10% of 100 places')
  expect(figure('Waiting for the store').dataset['tone']).toBe('neutral')
  expect(screen.getByText('Running')).toBeTruthy()
  expect(screen.queryByRole('region', { name: 'Why reports were refused' })).toBeNull()
})

it('warns of a store that is away, a paused projection and a queue that is nearly full', async () => {
  const pausedShards = [{ name: 'Ledgers:All', failure: 'Overflow.\nat line 1' }]
  const ingestStatus = { ...status, waiting: 90, isStoreAway: true, pausedShards }
  await open({ IngestStatus: { data: { ingestStatus } }, DeadLetters: letters() })
  expect(await screen.findByText(/The store did not answer/)).toBeTruthy()
  const paused = screen.getByText(/Ledgers:All/).closest('[role=status]')
  expect(paused?.textContent).toContain('Overflow.')
  expect(paused?.textContent).not.toContain('at line 1')
  expect(screen.getByText('Paused')).toBeTruthy()
  expect(figure('Waiting for the store').dataset['tone']).toBe('bad')
})

it('lists dead letters with their reason and their bytes, and the reasons by frequency', async () => {
  const counts = [
    { code: 'MALFORMED', count: 2 },
    { code: 'CITY_MISSING', count: 5 },
    { code: 'VERSION_CONFLICT', count: 1 },
  ]
  const ingestStatus = { ...status, refused: 8, deadLetters: 8, deadLettersByCode: counts }
  await open({ IngestStatus: { data: { ingestStatus } }, DeadLetters: letters(letter) })
  const list = await screen.findByRole('region', { name: 'Dead letters' })
  expect(await within(list).findByText("'city' is missing.")).toBeTruthy()
  expect(within(list).getByText('{"kind":"alert"}')).toBeTruthy()
  expect(within(list).getByText('Only the beginning was kept.')).toBeTruthy()
  const reasons = within(screen.getByRole('region', { name: 'Why reports were refused' })).getAllByRole('link')
  expect(reasons.map((link) => link.textContent)).toEqual([
    'The town is missing',
    'The report is malformed',
    'Refused for a reason that this page does not know (VERSION_CONFLICT)',
  ])
})

it('ignores a code in the link that does not exist', async () => {
  const { asked } = await open(
    { IngestStatus: { data: { ingestStatus: status } }, DeadLetters: letters() },
    '/ingest-status?code=OF_TOMORROW',
  )
  expect(await screen.findByText('No dead letters')).toBeTruthy()
  expect(asked.filter(({ operation }) => operation === 'DeadLetters').at(-1)).toMatchObject({
    variables: { code: null },
  })
})

it('narrows the list to the reason that is followed, and back', async () => {
  const ingestStatus = { ...status, deadLetters: 1, deadLettersByCode: [{ code: 'CITY_MISSING', count: 1 }] }
  const { asked, search } = await open({ IngestStatus: { data: { ingestStatus } }, DeadLetters: letters(letter) })
  await userEvent.click(await screen.findByRole('link', { name: 'The town is missing' }))
  expect(search()).toEqual({ code: 'CITY_MISSING' })
  expect(asked.at(-1)).toMatchObject({ operation: 'DeadLetters', variables: { code: 'CITY_MISSING' } })
  await userEvent.click(screen.getByRole('link', { name: 'All reasons' }))
  expect(search()).toEqual({})
})

it('counts what came by each way, and the answers by HTTP of this host apart', async () => {
  const row = { source: 'cam-7', kind: 'ALERT', count: 1, lastKnownOn: '2026-03-01' }
  const reported = [
    { ...row, way: 'SIMULATOR', source: 'simulator', count: 181_000 },
    { ...row, way: 'LIVE' },
    { ...row, way: 'REGISTER', source: 'stlouis', kind: 'INCIDENT', count: 194_825 },
  ]
  await open({ IngestStatus: { data: { ingestStatus: { ...status, reported } } }, DeadLetters: letters() })
  const rows = within(await screen.findByRole('region', { name: 'Ways in' }))
    .getAllByRole('row')
    .slice(1)
  expect(
    rows.map((found) =>
      within(found)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ),
  ).toEqual([
    ['Live, by HTTP or entered', 'cam-7', 'Camera alerts', '1', expect.stringContaining('2026')],
    ['Register, from a file or by HTTP', 'stlouis', 'Incidents', '194,825', expect.stringContaining('2026')],
    ['Simulator', 'simulator', 'Camera alerts', '181,000', expect.stringContaining('2026')],
  ])
  expect(figure('Accepted').textContent).toContain('by HTTP, since this host started')
})

it('replays the letters of a reason, and says what came of it', async () => {
  const ingestStatus = { ...status, deadLetters: 1, deadLettersByCode: [{ code: 'CITY_MISSING', count: 1 }] }
  const { asked } = await open(
    {
      IngestStatus: { data: { ingestStatus } },
      DeadLetters: letters(letter),
      ReplayDeadLetters: { data: { replayDeadLetters: { replayResult: { accepted: 1, refused: 0 }, errors: null } } },
    },
    '/ingest-status?code=CITY_MISSING',
  )
  const all = await screen.findByRole('button', { name: 'Replay all of this reason' })
  await userEvent.click(all)
  expect(asked.find(({ operation }) => operation === 'ReplayDeadLetters')).toMatchObject({
    variables: { input: { code: 'CITY_MISSING' } },
  })
})

it('lists the quarantine with its reasons, and releases a read model', async () => {
  const held = {
    readModel: 'ledger',
    sequence: 12,
    streamId: '00000000-0000-0000-0000-000000000001',
    version: 1,
    type: 'alert_raised',
    reason: 'Overflow.',
    quarantinedAt: '2026-03-01T06:00:00Z',
  }
  const { asked } = await open({
    IngestStatus: { data: { ingestStatus: status } },
    DeadLetters: letters(),
    Quarantine: { data: { quarantine: { nodes: [held], pageInfo: { hasNextPage: false, endCursor: null } } } },
    ReleaseQuarantined: {
      data: { releaseQuarantined: { releaseResult: { released: 1, unreadable: 0 }, errors: null } },
    },
  })
  const list = await screen.findByRole('region', { name: 'Quarantine' })
  expect(await within(list).findByText('Overflow.')).toBeTruthy()
  await userEvent.click(within(list).getByRole('button', { name: 'Release to ledger' }))
  expect(asked.find(({ operation }) => operation === 'ReleaseQuarantined')).toMatchObject({
    variables: { input: { readModel: 'ledger' } },
  })
})
