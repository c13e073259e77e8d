import { changeSession } from '@shared/session/session'
import { rootRoute } from '@shared/routing/root'
import { visit } from '@shared/testing/render'
import { createRoute } from '@tanstack/react-router'
import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { Gate } from './Gate'
import { Navigation } from './Navigation'

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/log',
  staticData: { needs: ['log'] },
  component: () => (
    <>
      <Navigation />
      <Gate>
        <label>
          Note <input />
        </label>
      </Gate>
    </>
  ),
})

const note = () => screen.findByLabelText('Note')

it('shows the sign-in in the place of the page that was wanted', async () => {
  changeSession({ state: 'signedOut', person: null, may: {} })
  await visit([page], '/log')
  expect(await screen.findByRole('heading', { name: 'Sign in', level: 1 })).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toContain('returnTo=%2Flog')
  expect(screen.queryByLabelText('Note')).toBeNull()
})

it('says in words that a role does not see a page, and offers only what it sees', async () => {
  changeSession({
    person: { id: 'a', name: 'A', grants: [{ role: 'akimat', towns: null }] },
    may: { totals: 'suppressed' },
  })
  await visit([page], '/log')
  expect(await screen.findByRole('heading', { name: 'Your role does not see this page' })).toBeTruthy()
  expect(screen.getByText('Your roles: Akimat: all towns')).toBeTruthy()
  expect(screen.queryByLabelText('Note')).toBeNull()
  expect(screen.getAllByRole('link').map((link) => link.textContent)).toEqual(['Key figures'])
})

it('keeps what was typed while somebody signs in again', async () => {
  await visit([page], '/log')
  await userEvent.type(await note(), 'half a sentence')
  act(() => changeSession({ isEnded: true }))
  expect(await screen.findByRole('alertdialog', { name: 'Your session has ended' })).toBeTruthy()
  act(() => changeSession({ isEnded: false }))
  expect(await note()).toHaveProperty('value', 'half a sentence')
  expect(screen.queryByRole('alertdialog')).toBeNull()
})
