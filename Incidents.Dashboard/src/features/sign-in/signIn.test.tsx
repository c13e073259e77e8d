import { everything } from '@shared/session/may'
import { changeSession, session } from '@shared/session/session'
import { tellOtherWindows, watchOtherWindows } from '@shared/session/start'
import { show, visit } from '@shared/testing/render'
import { catalogue } from '@shared/testing/server'
import { rootRoute } from '@shared/routing/root'
import { createRoute } from '@tanstack/react-router'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import i18next from 'i18next'
import { beforeEach, expect, it, vi } from 'vitest'
import { sessionRoutes } from './feature'
import SessionEnded from './SessionEnded'
import { Who } from './Who'

const demoUsers = [
  { id: 'serikova', name: 'Айгуль С.', grants: [{ role: 'operator', towns: ['karaganda'] }] },
  { id: 'abenov', name: 'Ерлан А.', grants: [{ role: 'auditor', towns: null }] },
]
const wanted = createRoute({ getParentRoute: () => rootRoute, path: '/wanted', component: () => <h1>Wanted</h1> })

/** Answers /session and what changes it; the result lists what was sent. */
function serve(isDemo: boolean) {
  const sent: string[] = []
  let user: (typeof demoUsers)[number] | undefined
  vi.stubGlobal('fetch', (address: string, init?: { readonly method?: string; readonly body?: string }) => {
    sent.push(`${init?.method ?? 'GET'} ${address} ${init?.body ?? ''}`.trim())
    if (address === '/session/demo')
      user = demoUsers.find(({ id }) => id === (JSON.parse(init?.body ?? '{}') as { user: string }).user)
    if (address === '/graphql')
      return Promise.resolve(Response.json({ data: { ...(catalogue as { data: object }).data, me: { may: ['row'] } } }))
    return Promise.resolve(Response.json({ signedIn: user !== undefined, ...user, isDemo, demoUsers, signInUrl: null }))
  })
  return sent
}

beforeEach(() => i18next.changeLanguage('en'))

it('lists the demo users by role and town, says what a demo sign-in is, and goes on to the wanted page', async () => {
  changeSession({ state: 'signedOut', person: null, may: {}, isDemo: true, demoUsers })
  const sent = serve(true)
  await visit([...sessionRoutes, wanted], '/sign-in?returnTo=%2Fwanted')
  expect((await screen.findByRole('status')).textContent).toContain('only on it')
  const user = screen.getByRole('button', { name: /Айгуль/ })
  expect(user.textContent).toContain('Operator: Karaganda')
  expect(screen.getByRole('button', { name: /Ерлан/ }).textContent).toContain('Auditor: all towns')
  await userEvent.click(user)
  expect(await screen.findByRole('heading', { name: 'Wanted' })).toBeTruthy()
  expect(sent[0]).toBe('POST /session/demo {"user":"serikova"}')
  expect(session().person?.id).toBe('serikova')
})

it('names roles and towns in the language of the page', async () => {
  changeSession({ state: 'signedOut', person: null, isDemo: true, demoUsers })
  serve(true)
  await visit(sessionRoutes, '/sign-in')
  await i18next.changeLanguage('kk')
  expect((await screen.findByRole('button', { name: /Айгуль/ })).textContent).toContain('Оператор: Қарағанды')
})

it('leads to the provider with the wanted page, and to no page of another server', async () => {
  changeSession({ state: 'signedOut', person: null, isDemo: false })
  serve(false)
  await visit(sessionRoutes, '/sign-in?returnTo=%2Fwanted%3Fa%3D1')
  const link = await screen.findByRole('link', { name: 'Sign in' })
  expect(link.getAttribute('href')).toBe('/session/sign-in?returnTo=%2Fwanted%3Fa%3D1')
})

it.each(['//evil.example/', '/\\evil.example', 'https://evil.example/', 'javascript:alert(1)'])(
  'does not come back to %s',
  async (address) => {
    changeSession({ state: 'signedOut', person: null, isDemo: false })
    serve(false)
    await visit(sessionRoutes, `/sign-in?returnTo=${encodeURIComponent(address)}`)
    const link = await screen.findByRole('link', { name: 'Sign in' })
    expect(link.getAttribute('href')).toBe('/session/sign-in?returnTo=%2F')
  },
)

it('shows who I am and what I may, and signs out', async () => {
  const sent = serve(true)
  changeSession({
    person: { id: 'a', name: 'Б. Омарова', grants: [{ role: 'ANALYST', towns: ['temirtau'] }] },
    may: { cells: 'yes', place: 'snapped' },
  })
  await show(<Who />)
  await userEvent.click(await screen.findByRole('button', { name: 'Signed in: Б. Омарова' }))
  const card = within(await screen.findByRole('dialog'))
  expect(await card.findByText('Analyst: Temirtau')).toBeTruthy()
  expect(card.getByText('Places of incidents').textContent).toContain('places as cells only')
  expect(card.queryByText('Access log')).toBeNull()
  const assign = vi.fn()
  vi.stubGlobal('location', { origin: location.origin, assign })
  await userEvent.click(card.getByRole('button', { name: 'Sign out' }))
  expect(sent.at(-1)).toBe('POST /session/sign-out {}')
  expect(assign).toHaveBeenCalledWith('/sign-in')
})

const endedFor = (user: (typeof demoUsers)[number] | undefined) =>
  changeSession({ person: user ?? null, may: everything, isDemo: true, demoUsers, isEnded: true })

it('lets the same person go on after a session has ended', async () => {
  endedFor(demoUsers[0])
  serve(true)
  await show(<SessionEnded />)
  await userEvent.click(await screen.findByRole('button', { name: 'Sign in as Айгуль С.' }))
  await vi.waitFor(() => expect(session()).toMatchObject({ isEnded: false, restorations: 1 }))
})

it.each([true, false])(
  'loads the page anew for another person, who signed in in another window (session ended: %s)',
  async (isEnded) => {
    endedFor(demoUsers[1])
    changeSession({ isEnded })
    serve(true)
    await fetch('/session/demo', { method: 'POST', body: '{"user":"serikova"}' })
    const reload = vi.fn()
    vi.stubGlobal('location', { origin: location.origin, reload })
    const stop = watchOtherWindows()
    window.dispatchEvent(new Event('focus'))
    await vi.waitFor(() => expect(reload).toHaveBeenCalled())
    expect(session()).toMatchObject({ isEnded, person: { id: 'abenov' } })
    stop()
  },
)

it('leaves a page as it is where its person is still signed in, and goes on where they have signed in again', async () => {
  endedFor(demoUsers[0])
  changeSession({ isEnded: false })
  const sent = serve(true)
  await fetch('/session/demo', { method: 'POST', body: '{"user":"serikova"}' })
  const reload = vi.fn()
  vi.stubGlobal('location', { origin: location.origin, reload })
  const stop = watchOtherWindows()
  window.dispatchEvent(new Event('focus'))
  await vi.waitFor(() => expect(sent.at(-1)).toBe('GET /session'))
  expect(session().restorations).toBe(0)
  changeSession({ isEnded: true })
  tellOtherWindows()
  await vi.waitFor(() => expect(session()).toMatchObject({ isEnded: false, restorations: 1 }))
  expect(reload).not.toHaveBeenCalled()
  stop()
})

it('opens the provider in a window of its own, so that the page stays as it is', async () => {
  changeSession({ isEnded: true, isDemo: false })
  serve(false)
  const open = vi.fn(() => null)
  vi.stubGlobal('open', open)
  await show(<SessionEnded />)
  await userEvent.click(await screen.findByRole('button', { name: 'Sign in again' }))
  expect(open).toHaveBeenCalledWith('/session/sign-in?returnTo=%2Fsigned-in', '_blank')
  expect(screen.getByRole('link').getAttribute('href')).toBe('/session/sign-in?returnTo=%2Fsigned-in')
})
