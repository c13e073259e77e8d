import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { ChoiceField, DayField, TextField } from './Fields'

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

it('gives a day as the calendar writes it, and a cleared one as none', async () => {
  const onChange = vi.fn()
  render(<DayField label="From" value="2026-03-01" min="2026-01-01" onChange={onChange} />)
  expect(screen.getByLabelText('From').getAttribute('min')).toBe('2026-01-01')
  await userEvent.clear(screen.getByLabelText('From'))
  expect(onChange).toHaveBeenLastCalledWith(undefined)
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
