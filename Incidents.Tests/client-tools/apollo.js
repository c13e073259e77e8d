// node apollo.js URL CITY: the scenario with Apollo Client's cache.

import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client'
import { relayStylePagination } from '@apollo/client/utilities'
import { play } from './scenario.js'
import { shapes, signIn } from './things.js'

const [endpoint, city] = process.argv.slice(2)
const { possibleTypes } = await shapes(endpoint)
const lists = Object.fromEntries(['incidents', 'alerts', 'sosCalls', 'violations'].map((name) => [name, relayStylePagination(['filter'])]))
const client = new ApolloClient({
  link: new HttpLink({ uri: endpoint, headers: signIn }),
  cache: new InMemoryCache({ possibleTypes, typePolicies: { Query: { fields: lists } } }),
})

const query = async (text, variables, fetchPolicy) => (await client.query({ query: gql(text), variables, fetchPolicy })).data

await play(
  {
    query,
    mutate: async (text, variables) => (await client.mutate({ mutation: gql(text), variables })).data,
    next: (thing, variables) => query(thing.list, variables, 'network-only'),
  },
  endpoint,
  city,
)
