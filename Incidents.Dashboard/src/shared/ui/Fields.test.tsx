import { show } from '@shared/testing/render'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import i18next from 'i18next'
import { expect, it, vi } from 'vitest'
import { ChoiceField, DayField, TextField } from './Fields'
import { MomentField } from './MomentField'
import { NumberField } from './NumberField'
import { PeriodField } from './PeriodField'
import { TimeField } from './TimeField'

it('takes a text over on Enter and on leaving, trimmed; an empty one is none', async () => {
  const onChange = vi.fn()
  render(<TextField label="District" value="Oktyabr" onChange={onChange} />)
  const field = screen.getByLabelText('District')
  await userEvent.type(field, ' 2 ')
  expect(onChange).not.toHaveBeenCalled()
  await userEvent.keyboard('{Enter}')
  expect(onChange).toHaveBeenLastCalledWith('Oktyabr 2')
  await userEvent.clear(field)
  await userEvent.tab()
  expect(onChange).toHaveBeenLastCalledWith(undefined)
  expect(onChange).toHaveBeenCalledTimes(2)
})

it('asks for nothing where the text is as before', async () => {
  const onChange = vi.fn()
  render(<TextField label="District" value="Oktyabr" onChange={onChange} />)
  await userEvent.type(screen.getByLabelText('District'), '{Enter}')
  expect(onChange).not.toHaveBeenCalled()
})

it('shows the text of a changed link in place of a draft', async () => {
  const { rerender } = render(<TextField label="District" value="a" onChange={vi.fn()} />)
  await userEvent.type(screen.getByLabelText('District'), 'bc')
  rerender(<TextField label="District" value="other" onChange={vi.fn()} />)
  expect(screen.getByLabelText('District')).toHaveProperty('value', 'other')
})

it('gives the value of the chosen name', async () => {
  const onChange = vi.fn()
  const options = [
    { value: 'a', name: 'First' },
    { value: 'b', name: 'Second' },
  ] as const
  render(<ChoiceField label="Order" value="a" options={options} onChange={onChange} />)
  await userEvent.selectOptions(screen.getByLabelText('Order'), 'Second')
  expect(onChange).toHaveBeenLastCalledWith('b')
})

it.each(['11/18/2026', '18/11/2026', '18.11.2026'])('takes over a day typed key by key once: %s', async (typed) => {
  const onChange = vi.fn()
  await show(<DayField label="From" value="2026-03-01" onChange={onChange} />)
  const field = screen.getByLabelText('From')
  expect(field).toHaveProperty('value', '01/03/2026')
  await userEvent.clear(field)
  await userEvent.type(field, typed)
  expect(onChange).not.toHaveBeenCalled()
  await userEvent.keyboard('{Enter}')
  await userEvent.tab()
  expect(onChange.mock.calls).toEqual([['2026-11-18']])
  expect(field).toHaveProperty('value', '18/11/2026')
})

it('keeps what is no day, with the reason, until Escape', async () => {
  const onChange = vi.fn()
  await show(<DayField label="From" value="2026-03-01" min="2026-01-01" onChange={onChange} />)
  const field = screen.getByLabelText('From')
  for (const [typed, reason] of [
    ['31/02/2026', 'A day is written like this: 18/11/2026'],
    ['31/12/2025', 'Not before 01/01/2026'],
  ] as const) {
    await userEvent.clear(field)
    await userEvent.type(field, `${typed}{Enter}`)
    expect(screen.getByRole('alert').textContent).toBe(reason)
    expect(field.getAttribute('aria-invalid')).toBe('true')
    expect(field).toHaveProperty('value', typed)
  }
  await userEvent.keyboard('{Escape}')
  expect(field).toHaveProperty('value', '01/03/2026')
  expect(screen.queryByRole('alert')).toBeNull()
  expect(onChange).not.toHaveBeenCalled()
})

it('gives a cleared day as none, and goes from day to day by arrow keys', async () => {
  const onChange = vi.fn()
  await show(<DayField label="From" value="2026-03-01" onChange={onChange} />)
  await userEvent.type(screen.getByLabelText('From'), '{ArrowDown}{Enter}')
  expect(onChange).toHaveBeenLastCalledWith('2026-02-28')
  await userEvent.clear(screen.getByLabelText('From'))
  await userEvent.tab()
  expect(onChange).toHaveBeenLastCalledWith(undefined)
})

it('writes days, and says what is wrong, in the language of the page', async () => {
  await show(<DayField label="С" value="2026-03-01" onChange={vi.fn()} />)
  await i18next.changeLanguage('kk')
  try {
    const field = await screen.findByDisplayValue('01.03.2026')
    expect(field.getAttribute('placeholder')).toBe('кк.аа.жжжж')
    await userEvent.type(field, 'x{Enter}')
    expect(screen.getByRole('alert').textContent).toBe('Күн былай жазылады: 18.11.2026')
  } finally {
    await i18next.changeLanguage('en')
  }
})

it('reads numbers with a comma, and refuses what is outside', async () => {
  const onChange = vi.fn()
  await show(<NumberField label="Share" value={0.5} min={0} max={1} step={0.1} onChange={onChange} />)
  const field = screen.getByLabelText('Share')
  await userEvent.type(field, '{ArrowUp}{Enter}')
  expect(onChange).toHaveBeenLastCalledWith(0.6)
  await userEvent.clear(field)
  await userEvent.type(field, '0,25{Enter}')
  expect(onChange).toHaveBeenLastCalledWith(0.25)
  await userEvent.clear(field)
  await userEvent.type(field, '7{Enter}')
  expect(screen.getByRole('alert').textContent).toBe('At most 1')
  expect(onChange).toHaveBeenCalledTimes(2)
})

it('reads times of 24 hours', async () => {
  const onChange = vi.fn()
  await show(<TimeField label="At" value="23:59" onChange={onChange} />)
  await userEvent.type(screen.getByLabelText('At'), '{ArrowUp}{Enter}')
  expect(onChange).toHaveBeenLastCalledWith('00:00')
  await userEvent.clear(screen.getByLabelText('At'))
  await userEvent.type(screen.getByLabelText('At'), '930{Enter}')
  expect(onChange).toHaveBeenLastCalledWith('09:30')
})

it('shows a moment by the clocks of a zone that it names', async () => {
  const onChange = vi.fn()
  await show(<MomentField label="Known at" value="2026-03-01T05:00:00Z" zone="Asia/Almaty" onChange={onChange} />)
  expect(screen.getByRole('group', { name: 'Known at (time of Asia/Almaty, UTC+5)' })).toBeTruthy()
  expect(screen.getByLabelText('Time')).toHaveProperty('value', '10:00')
  await userEvent.clear(screen.getByLabelText('Time'))
  await userEvent.type(screen.getByLabelText('Time'), '11:15{Enter}')
  expect(onChange).toHaveBeenLastCalledWith('2026-03-01T11:15:00+05:00')
})

it('gives the days of a preset, and moves the other end where days would cross', async () => {
  const onChange = vi.fn()
  await show(<PeriodField label="Period" from="2026-10-21" to="2026-11-17" today="2026-11-18" onChange={onChange} />)
  const field = screen.getByRole('combobox', { name: 'Period' })
  expect(field).toHaveProperty('value', 'last28')
  await userEvent.selectOptions(field, 'Last month')
  expect(onChange).toHaveBeenLastCalledWith({ from: '2026-10-01', to: '2026-10-31' })
  await userEvent.selectOptions(field, 'Same period a year ago')
  expect(onChange).toHaveBeenLastCalledWith({ from: '2025-10-21', to: '2025-11-17' })
  await userEvent.clear(screen.getByLabelText('First day'))
  await userEvent.type(screen.getByLabelText('First day'), '20112026{Enter}')
  expect(onChange).toHaveBeenLastCalledWith({ from: '2026-11-20', to: '2026-11-20' })
})
