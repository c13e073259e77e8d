import { show } from '../testing/render'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, it, vi } from 'vitest'
import { MultiPicker } from './MultiPicker'

const named = (names: readonly string[]) => names.map((name) => ({ code: name.toLowerCase(), name }))
const few = named(['Abai', 'Balkhash', 'Karaganda'])
const many = named([
  'Abai',
  'Aksu',
  'Balkhash',
  'Karaganda',
  'Priozersk',
  'Saran',
  'Satpayev',
  'Shakhtinsk',
  'Temirtau',
])

function Held({
  options,
  start = [],
  onChange,
}: {
  readonly options: typeof few
  readonly start?: readonly string[]
  readonly onChange?: (codes: string[]) => void
}) {
  const [value, setValue] = useState(start)
  const take = (codes: string[]) => {
    setValue(codes)
    onChange?.(codes)
  }
  return <MultiPicker label="Town" options={options} value={value} onChange={take} />
}

it('names what is chosen: all, one, or the first and how many more', async () => {
  const { rerender } = await show(<Held options={few} />)
  expect(screen.getByRole('button', { name: 'Town: All' })).toBeTruthy()
  rerender(<MultiPicker label="Town" options={few} value={['abai']} onChange={vi.fn()} />)
  expect(screen.getByRole('button', { name: 'Town: Abai' })).toBeTruthy()
  rerender(<MultiPicker label="Town" options={few} value={['abai', 'balkhash']} onChange={vi.fn()} />)
  expect(screen.getByRole('button', { name: 'Town: Abai and 1 more' })).toBeTruthy()
})

it('chooses several, and clears them', async () => {
  const onChange = vi.fn()
  await show(<Held options={few} onChange={onChange} />)
  await userEvent.click(screen.getByRole('button', { name: 'Town: All' }))
  expect(screen.queryByRole('searchbox')).toBeNull()
  await userEvent.click(screen.getByRole('option', { name: 'Balkhash' }))
  await userEvent.click(screen.getByRole('option', { name: 'Abai' }))
  expect(onChange).toHaveBeenLastCalledWith(['balkhash', 'abai'])
  expect(screen.getByRole('option', { name: 'Abai' }).getAttribute('aria-selected')).toBe('true')
  await userEvent.click(screen.getByRole('button', { name: 'Clear' }))
  expect(onChange).toHaveBeenLastCalledWith([])
})

it('finds by typing, and keeps what the search hides chosen', async () => {
  const onChange = vi.fn()
  await show(<Held options={many} start={['abai']} onChange={onChange} />)
  await userEvent.click(screen.getByRole('button', { name: 'Town: Abai' }))
  await userEvent.type(screen.getByRole('searchbox'), 'temir')
  expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual(['Temirtau'])
  await userEvent.click(screen.getByRole('option', { name: 'Temirtau' }))
  expect(onChange).toHaveBeenLastCalledWith(['abai', 'temirtau'])
})

it('says that the search found nothing', async () => {
  await show(<Held options={many} />)
  await userEvent.click(screen.getByRole('button', { name: 'Town: All' }))
  await userEvent.type(screen.getByRole('searchbox'), 'zzz')
  expect(screen.getByText('Nothing found')).toBeTruthy()
})
