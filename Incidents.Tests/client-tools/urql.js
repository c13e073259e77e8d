// node urql.js URL CITY: the scenario with urql's normalised cache.

import { Client, fetchExchange, gql } from '@urql/core'
import { cacheExchange } from '@urql/exchange-graphcache'
import { relayPagination } from '@urql/exchange-graphcache/extras'
import { getIntrospectionQuery } from 'graphql'
import { play } from './scenario.js'
import { ask, shapes, signIn } from './things.js'

const warn = console.warn
console.warn = (...words) => {
  warn(...words)
  process.exitCode = 1
}

const [endpoint, city] = process.argv.slice(2)
const { values } = await shapes(endpoint)
const lists = Object.fromEntries(['incidents', 'alerts', 'sosCalls', 'violations'].map((name) => [name, relayPagination()]))
const client = new Client({
  url: endpoint,
  preferGetMethod: false,
  fetchOptions: { headers: signIn },
  exchanges: [
    cacheExchange({
      schema: await ask(endpoint, getIntrospectionQuery()),
      keys: Object.fromEntries(values.map((name) => [name, () => null])),
      resolvers: { Query: lists },
    }),
    fetchExchange,
  ],
})

const data = ({ data, error }) => {
  if (error) throw error
  return data
}
const query = async (text, variables, requestPolicy) => data(await client.query(gql(text), variables, { requestPolicy }).toPromise())

await play(
  {
    query,
    mutate: async (text, variables) => data(await client.mutation(gql(text), variables).toPromise()),
    next: (thing, variables) => query(thing.list, variables, 'network-only'),
  },
  endpoint,
  city,
)
