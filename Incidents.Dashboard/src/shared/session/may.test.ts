import { expect, it } from 'vitest'
import { dataClasses, mayAny, mayOf } from './may'

const grant = (role: string) => [{ role, towns: null }]

it('sees by role less of what the server names', () => {
  expect(mayOf(['totals', 'cells'], grant('AKIMAT'))).toEqual({ totals: 'suppressed', cells: 'suppressed' })
  expect(mayOf(['row', 'place'], grant('analyst'))).toEqual({ row: 'yes', place: 'snapped' })
  expect(mayOf(['row', 'operate'], grant('operator'))).toEqual({ row: 'open', operate: 'open' })
  expect(mayOf(['row', 'place'], [...grant('operator'), ...grant('investigator')])).toEqual({
    row: 'yes',
    place: 'yes',
  })
})

it('takes no class that the server does not name, and none that it does not know', () => {
  expect(mayOf(['log', 'unheard-of'], grant('auditor'))).toEqual({ log: 'yes' })
  expect(Object.keys(mayOf(dataClasses, grant('supervisor')))).toEqual([...dataClasses])
})

it('needs more than counts without the small ones, except where they are enough', () => {
  const may = mayOf(['totals', 'cells'], grant('akimat'))
  expect(mayAny(may, ['cells', 'totals'])).toBe(false)
  expect(mayAny(may, ['totals:suppressed'])).toBe(true)
})
