import { vi } from 'vitest'

/** The answer to an operation: its data, or a refusal with its code and message. */
type Reply = { readonly data: unknown } | { readonly code: string; readonly message: string } | 'never'
type Replies = Readonly<Record<string, Reply | ((variables: Record<string, unknown>) => Reply)>>

export interface Asked {
  readonly operation: string
  readonly variables: Record<string, unknown>
}

/** Answers GraphQL requests in the place of the host, by operation. The result lists what was asked. */
export function serve(replies: Replies): Asked[] {
  const asked: Asked[] = []
  vi.stubGlobal('fetch', async (_: string, { body }: { readonly body: string }) => {
    const { operationName: operation, variables } = JSON.parse(body) as {
      operationName: string
      variables: Record<string, unknown>
    }
    asked.push({ operation, variables })
    const found = replies[operation] ?? { code: 'UNEXPECTED', message: `The test answers no ${operation}.` }
    const reply = typeof found === 'function' ? found(variables) : found
    if (reply === 'never') return new Promise(() => undefined)
    return Promise.resolve(
      'data' in reply
        ? answer({ data: reply.data })
        : answer({ data: null, errors: [{ message: reply.message, extensions: { code: reply.code } }] }),
    )
  })
  return asked
}

const answer = ({ data, errors }: { readonly data: unknown; readonly errors?: object[] }) =>
  new Response(
    JSON.stringify({
      data,
      ...(errors ? { errors } : {}),
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
  return { code, zone: 'Asia/Almaty', nameEn, nameRu, nameKk: nameRu, population, bounds }
}
