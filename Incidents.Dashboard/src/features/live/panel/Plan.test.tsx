import { show } from '@shared/testing/render'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { Plan, progressOf, type ResponsePlan } from './Plan'

const named = (name: string) => ({ nameEn: name, nameRu: `${name} ru`, nameKk: `${name} kk` })
const plan: ResponsePlan = {
  ...named('Fight'),
  code: 'fight',
  version: 3,
  steps: [
    {
      ...named('Look at the picture'),
      code: 'look',
      isRequired: true,
      tickedBy: 'A. Serik',
      tickedAt: '2026-03-01T12:00:00+05:00',
    },
    { ...named('Send a patrol'), code: 'send', isRequired: true },
    { ...named('Tell the ambulance'), code: 'tell', isRequired: false },
  ],
}
const nothing = () => undefined
const at = (more: object = {}) => (
  <Plan plan={plan} mayTick isAsked={false} onShown={nothing} onTick={nothing} onUntick={nothing} {...more} />
)

it('counts what is done, and what must still be done', () => {
  expect(progressOf(plan)).toEqual({ done: 1, required: 1 })
})

it('says who ticked which step, and ticks and unticks by its buttons', async () => {
  const [onTick, onUntick] = [vi.fn(), vi.fn()]
  await show(at({ onTick, onUntick }))
  const [first, second] = await screen.findAllByRole('listitem')
  expect(first?.textContent).toContain('A. Serik, 12:00:00')
  await userEvent.click(screen.getByRole('button', { name: /Send a patrol/ }))
  await userEvent.click(screen.getByRole('button', { name: /Look at the picture/ }))
  expect(onTick.mock.calls).toEqual([['send']])
  expect(onUntick.mock.calls).toEqual([['look']])
  expect(
    within(second ?? document.body)
      .getByRole('button')
      .getAttribute('aria-pressed'),
  ).toBe('false')
})

it('leads the focus to its first step when its key was pressed, and arrows from step to step', async () => {
  const onShown = vi.fn()
  await show(at({ isAsked: true, onShown }))
  const first = await screen.findByRole('button', { name: /Look at the picture/ })
  await vi.waitFor(() => expect(document.activeElement).toBe(first))
  expect(onShown).toHaveBeenCalled()
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}')
  expect(document.activeElement).toBe(screen.getByRole('button', { name: /Tell the ambulance/ }))
})

it('has no buttons for who may only look', async () => {
  await show(at({ mayTick: false }))
  expect(await screen.findByText(/Send a patrol/)).toBeTruthy()
  expect(screen.queryByRole('button')).toBeNull()
})
