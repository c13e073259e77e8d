import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { show } from '../testing/render'
import { Basis } from './Basis'
import { Help } from './Help'

test('a question mark opens its text and closes it by the keyboard alone', async () => {
  const user = userEvent.setup()
  await show(<Help topic="z">{'What it tells.\n\nWhat it cannot tell.'}</Help>)
  await user.tab()
  await user.keyboard('{Enter}')
  const dialog = await screen.findByRole('dialog', { name: 'z' })
  expect([...dialog.querySelectorAll('p')].map((p) => p.textContent)).toEqual([
    'What it tells.',
    'What it cannot tell.',
  ])
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button')))
})

test('a basis leaves out what is not known, and keeps zero', async () => {
  await show(
    <Basis
      items={[
        { label: 'n', value: 0 },
        { label: 'Distance', value: null },
        { label: 'Source', value: 'Knox 1964' },
      ]}
    />,
  )
  expect(screen.getAllByRole('term').map((term) => term.textContent)).toEqual(['n', 'Source'])
  expect(screen.getAllByRole('definition').map((value) => value.textContent)).toEqual(['0', 'Knox 1964'])
})
