import { show } from '@shared/testing/render'
import { screen } from '@testing-library/react'
import i18next from 'i18next'
import { CombinedError } from 'urql'
import { afterEach, expect, it } from 'vitest'
import { Failed, Refused } from './states'

const refusal = (code?: string, field?: string) =>
  new CombinedError({
    graphQLErrors: [{ message: 'Said by the server in English.', extensions: { ...(code ? { code } : {}), field } }],
  })
const said = () => screen.getByRole('alert').textContent

afterEach(() => i18next.changeLanguage('en'))

it.each([
  ['en', 'There is nothing with this number NOT_FOUND · id'],
  ['ru', 'По этому номеру ничего не найдено NOT_FOUND · id'],
  ['kk', 'Бұл нөмір бойынша ештеңе табылмады NOT_FOUND · id'],
])('says a refusal in the language of the page: %s', async (language, text) => {
  await show(<Refused error={refusal('NOT_FOUND', 'id')} />)
  await i18next.changeLanguage(language)
  expect(
    await screen.findByText((_, element) => element?.role === 'alert' && element.textContent === text),
  ).toBeTruthy()
})

it('says a general sentence with a code that it does not know', async () => {
  await show(<Failed error={refusal('OF_TOMORROW')} retry={() => undefined} />)
  expect(said()).toContain('a reason that this page does not know (OF_TOMORROW)')
  expect(said()).not.toContain('Said by the server')
})

it('says that the server does not answer, and nothing of what the browser says', async () => {
  await show(<Refused error={new CombinedError({ networkError: new Error('Failed to fetch') })} />)
  expect(said()).toBe('The server does not answer ')
})

it('shows no message that comes without a code', async () => {
  await show(<Refused error={refusal()} />)
  expect(said()).toBe('That did not work ')
})
