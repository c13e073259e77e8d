import { answered, lost } from '@shared/graphql/connection'
import { show } from '@shared/testing/render'
import { serve } from '@shared/testing/server'
import { act, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { ConnectionLost } from './ConnectionLost'
import { FreshnessMark } from './FreshnessMark'

const freshness = { lagEvents: 0, lagSeconds: 0, asOf: '2026-03-01T07:00:00Z' }
const note = (event: () => void) => {
  act(event)
}

it('says nothing before the first answer, then the time that the data hold for', async () => {
  const { container } = await show(<FreshnessMark />)
  expect(container.textContent).toBe('')
  note(() => answered({ freshness }))
  expect(screen.getByText('As of 12:00:00').dataset['stale']).toBe('false')
})

it('says how far the data are behind, and marks what is much behind', async () => {
  await show(<FreshnessMark />)
  note(() => answered({ freshness: { ...freshness, lagEvents: 5, lagSeconds: 20 } }))
  expect(screen.getByText('As of 12:00:00, 20 secs behind').dataset['stale']).toBe('false')
  note(() => answered({ freshness: { ...freshness, lagEvents: 5, lagSeconds: 90 } }))
  expect(screen.getByText('As of 12:00:00, 1 min 30 secs behind').dataset['stale']).toBe('true')
})

it('says that freshness is unknown where the answer did not give it', async () => {
  await show(<FreshnessMark />)
  note(() => answered({}))
  expect(screen.getByText('Freshness unknown').dataset['stale']).toBe('true')
})

it('says that the connection is lost until it is back', async () => {
  serve({ Heartbeat: 'never' })
  await show(<ConnectionLost />)
  note(lost)
  expect(screen.getByText('The connection to the server is lost.')).toBeTruthy()
  note(() => answered({ freshness }))
  expect(screen.queryByText('The connection to the server is lost.')).toBeNull()
})
