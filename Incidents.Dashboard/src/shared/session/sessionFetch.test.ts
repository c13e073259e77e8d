import { expect, it, vi } from 'vitest'
import { changeSession, session } from './session'
import { sessionFetch } from './sessionFetch'

const restore = () => changeSession({ isEnded: false, restorations: session().restorations + 1 })

/** Answers with these statuses, one after the other, and lists the bodies of the requests. */
function serve(...statuses: readonly number[]) {
  const sent: unknown[] = []
  vi.stubGlobal('fetch', (_: string, init?: RequestInit) => {
    sent.push(init?.body)
    return Promise.resolve(new Response('', { status: statuses[sent.length - 1] ?? 500 }))
  })
  return sent
}

const ended = () => vi.waitFor(() => expect(session().isEnded).toBe(true))

it('sends again what was refused because the session had ended, once somebody has signed in again', async () => {
  const sent = serve(401, 200, 200)
  const answer = sessionFetch('/graphql', { method: 'POST', body: 'a mutation' })
  await ended()
  const later = sessionFetch('/graphql', { body: 'asked meanwhile' })
  expect(sent).toEqual(['a mutation'])
  restore()
  expect((await answer).status).toBe(200)
  expect((await later).status).toBe(200)
  expect(sent.slice(1).toSorted()).toEqual(['a mutation', 'asked meanwhile'])
})

it('does not send again what nobody waits for', async () => {
  const sent = serve(401)
  const control = new AbortController()
  const answer = sessionFetch('/graphql', { signal: control.signal })
  await ended()
  control.abort()
  await expect(answer).rejects.toThrow('Nobody waits')
  restore()
  expect(sent).toHaveLength(1)
})

it('does not end the session again for an answer to what was sent before the last sign-in', async () => {
  const refusals: (() => void)[] = []
  vi.stubGlobal('fetch', () =>
    session().restorations === 0
      ? new Promise<Response>((resolve) => {
          refusals.push(() => resolve(new Response('', { status: 401 })))
        })
      : Promise.resolve(new Response('')),
  )
  const answer = sessionFetch('/graphql')
  restore()
  refusals.forEach((refuse) => refuse())
  expect((await answer).status).toBe(200)
  expect(session().isEnded).toBe(false)
})

it('gives the refusal to who is not signed in at all', async () => {
  changeSession({ state: 'signedOut' })
  serve(401)
  expect((await sessionFetch('/graphql')).status).toBe(401)
  expect(session().isEnded).toBe(false)
})
