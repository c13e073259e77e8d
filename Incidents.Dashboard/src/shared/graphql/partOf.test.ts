import { CombinedError } from '@urql/core'
import { expect, it, vi } from 'vitest'
import { partOf, wholeOf } from './partOf'
import type { Answer } from './useAnswer'

interface Panels {
  readonly counts: number | null
  readonly times: number | null
}

const refusal = (message: string, path?: readonly string[]) => ({ message, ...(path ? { path } : {}) })
const answerOf = (data: Panels | undefined, ...graphQLErrors: object[]): Answer<Panels> => ({
  data,
  error: graphQLErrors.length === 0 ? undefined : new CombinedError({ graphQLErrors }),
  isLoading: false,
  isRefreshing: false,
  refresh: vi.fn(),
  freshness: null,
  warnings: [],
})

it('is the data of a field that was answered beside a refused one', () => {
  const answer = answerOf({ counts: 3, times: null }, refusal('No times.', ['times']))
  expect(partOf(answer, 'counts')).toMatchObject({ data: 3, error: undefined })
})

it('is the errors of a refused field, and of no other', () => {
  const answer = answerOf(
    { counts: null, times: null },
    refusal('No counts.', ['counts']),
    refusal('No times.', ['times']),
  )
  const { data, error } = partOf(answer, 'times')
  expect(data).toBeUndefined()
  expect(error?.graphQLErrors.map(({ message }) => message)).toEqual(['No times.'])
})

it('is the error of the whole request where no field was answered', () => {
  expect(partOf(answerOf(undefined, refusal('No such field.')), 'counts').error?.message).toContain('No such field.')
})

it('has neither data nor an error where the field is null by itself', () => {
  expect(partOf(answerOf({ counts: null, times: 1 }), 'counts')).toMatchObject({ data: undefined, error: undefined })
})

it('is whole only where no field is null', () => {
  expect(wholeOf<Panels>({ counts: 1, times: 2 })).toEqual({ counts: 1, times: 2 })
  expect(wholeOf<Panels>({ counts: 1, times: null })).toBeUndefined()
  expect(wholeOf<Panels>(undefined)).toBeUndefined()
})
