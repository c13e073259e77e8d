import { show } from '@shared/testing/render'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { settingsOf } from '../search/settings'
import { TimeBar } from './TimeBar'

const settings = settingsOf({ from: '2026-02-10', to: '2026-02-12' }, '2026-03-01', [])
const days = { first: '2026-02-01', counts: [1, 0, 5], begin: '2026-02-01' }
const open = async (isPlaying = false) => {
  const [onChange, toggle] = [vi.fn(), vi.fn()]
  await show(<TimeBar settings={settings} days={days} playback={{ isPlaying, toggle }} onChange={onChange} />)
  const end = (name: string) => screen.getByRole('slider', { name })
  return { onChange, toggle, first: end('First day'), last: end('Last day') }
}

it('gives the days of both ends, and their limits', async () => {
  const { first, last } = await open()
  expect(first.getAttribute('aria-valuetext')).toBe('10 Feb 2026')
  expect(last.getAttribute('aria-valuetext')).toBe('12 Feb 2026')
  const limits = [first, last].map((end) => [end.getAttribute('aria-valuemin'), end.getAttribute('aria-valuemax')])
  expect(limits).toEqual([
    ['0', '11'],
    ['9', '28'],
  ])
  expect(screen.getByText('3 days')).toBeTruthy()
})

it('moves an end by keyboard, and takes the days over when the key is released', async () => {
  const { onChange, last } = await open()
  const user = userEvent.setup()
  last.focus()
  await user.keyboard('{ArrowRight>}')
  expect(screen.getByText('4 days')).toBeTruthy()
  expect(onChange).not.toHaveBeenCalled()
  await user.keyboard('{/ArrowRight}')
  expect(onChange).toHaveBeenCalledWith({
    from: '2026-02-10',
    to: '2026-02-13',
    scaleFrom: undefined,
    scaleTo: undefined,
  })
})

it('plays and pauses', async () => {
  const { toggle } = await open()
  await userEvent.click(screen.getByRole('button', { name: 'Play' }))
  expect(toggle).toHaveBeenCalledOnce()
})

it('names its button by what it does while the period plays', async () => {
  await open(true)
  expect(screen.getByRole('button', { name: 'Pause' })).toBeTruthy()
})
