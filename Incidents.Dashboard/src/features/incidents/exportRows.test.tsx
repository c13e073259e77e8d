import { show } from '@shared/testing/render'
import { Toasts } from '@shared/ui/Toast'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it, vi } from 'vitest'
import { RegisterExport } from './RegisterExport'

const asked: { address: string; body: unknown }[] = []
const answers = (reply: () => Response) =>
  vi.stubGlobal('fetch', async (address: string, { body }: { readonly body: string }) => {
    asked.push({ address, body: JSON.parse(body) })
    return Promise.resolve(reply())
  })
const purpose = { reason: 'INVESTIGATION', reference: '17' } as const
const filter = { search: 'Erubaeva', cities: null }
const open = () =>
  show(
    <>
      <RegisterExport filter={filter} order="OCCURRED_ASCENDING" count={2_157} purpose={purpose} />
      <Toasts />
    </>,
  )
const choose = async (format: RegExp) => {
  await userEvent.click(await screen.findByRole('button', { name: 'Export' }))
  expect(screen.getByText('All 2,157 incidents that the filter finds, with all columns')).toBeTruthy()
  await userEvent.click(screen.getByRole('menuitem', { name: format }))
}

beforeEach(() => {
  asked.length = 0
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => undefined }))
})

it('saves all rows of the filter, and says the file and how many', async () => {
  answers(
    () =>
      new Response('rows', {
        headers: { 'incidents-count': '2157', 'content-disposition': 'attachment; filename="incidents.csv"' },
      }),
  )
  await open()
  await choose(/CSV/)
  expect(await screen.findByText('Saved: incidents.csv, 2,157 rows')).toBeTruthy()
  expect(asked).toEqual([
    {
      address: '/export/incidents.csv',
      body: {
        filter,
        order: 'OCCURRED_ASCENDING',
        language: 'en',
        purposeReason: 'INVESTIGATION',
        purposeReference: '17',
      },
    },
  ])
})

it('words a refusal by its code, and saves nothing', async () => {
  answers(() => new Response(JSON.stringify({ code: 'TOO_BUSY', message: 'English.' }), { status: 503 }))
  await open()
  await choose(/NDJSON/)
  expect((await screen.findByText(/^The export failed\./)).textContent).not.toContain('English.')
  expect(asked[0]?.address).toBe('/export/incidents.ndjson')
})

it('says that an export was cut off', async () => {
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('network')))
  await open()
  await choose(/CSV/)
  expect(await screen.findByText(/^The export failed\. The server does not answer/)).toBeTruthy()
})
