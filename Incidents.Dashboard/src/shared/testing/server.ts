import { Kind, parse } from 'graphql'
import { vi } from 'vitest'

interface Refusal {
  readonly code: string
  readonly message: string
}

/** The answer to an operation: its data, with refusals of single root fields, or a refusal of every root field. */
type Reply = { readonly data: object; readonly refused?: Readonly<Record<string, Refusal>> } | Refusal | 'never'
type Replies = Readonly<Record<string, Reply | ((variables: Record<string, unknown>) => Reply)>>

export interface Asked {
  readonly operation: string
  readonly variables: Record<string, unknown>
}

/** Answers GraphQL requests in the place of the host, by operation. The result lists what was asked. */
export function serve(replies: Replies): Asked[] {
  const asked: Asked[] = []
  vi.stubGlobal('fetch', async (_: string, { body }: { readonly body: string }) => {
    const {
      operationName: operation,
      query,
      variables,
    } = JSON.parse(body) as {
      operationName: string
      query: string
      variables: Record<string, unknown>
    }
    asked.push({ operation, variables })
    const found = replies[operation] ?? { code: 'UNEXPECTED', message: `The test answers no ${operation}.` }
    const reply = typeof found === 'function' ? found(variables) : found
    if (reply === 'never') return new Promise(() => undefined)
    if ('data' in reply) return Promise.resolve(answer(reply.data, reply.refused ?? {}))
    return Promise.resolve(answer({}, Object.fromEntries(rootFields(query).map((field) => [field, reply]))))
  })
  return asked
}

/** The root fields of an operation as its answer names them. */
const rootFields = (query: string): string[] =>
  parse(query)
    .definitions.flatMap((one) => (one.kind === Kind.OPERATION_DEFINITION ? one.selectionSet.selections : []))
    .flatMap((one) => (one.kind === Kind.FIELD ? [(one.alias ?? one.name).value] : []))

const answer = (data: object, refused: Readonly<Record<string, Refusal>>) =>
  new Response(
    JSON.stringify({
      data: { ...data, ...Object.fromEntries(Object.keys(refused).map((field) => [field, null])) },
      ...(Object.keys(refused).length === 0
        ? {}
        : {
            errors: Object.entries(refused).map(([field, { code, message }]) => ({
              message,
              path: [field],
              extensions: { code },
            })),
          }),
      extensions: { simulated: true, freshness: { lagEvents: 0, lagSeconds: 0, asOf: '2026-03-01T07:00:00Z' } },
    }),
    { headers: { 'content-type': 'application/graphql-response+json' } },
  )

/** Towns and categories that most pages ask for. */
export const catalogue: Reply = {
  data: {
    cities: [town('karaganda', 'Karaganda', 'Караганда', 520_000), town('temirtau', 'Temirtau', 'Темиртау', 170_000)],
    categories: [
      { code: 'theft', group: 'property', nameEn: 'Theft', nameRu: 'Кража', nameKk: 'Ұрлық' },
      { code: 'robbery', group: 'property', nameEn: 'Robbery', nameRu: 'Грабёж', nameKk: 'Тонау' },
    ],
    baseMap: null,
  },
}

function town(code: string, nameEn: string, nameRu: string, population: number) {
  const bounds = { west: 72.85, south: 49.7, east: 73.35, north: 49.98 }
  return {
    code,
    zone: 'Asia/Almaty',
    nameEn,
    nameRu,
    nameKk: nameRu,
    population,
    bounds,
    regions: [{ region: 'karaganda-region' }],
  }
}
