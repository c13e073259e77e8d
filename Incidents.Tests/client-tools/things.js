// What the cache scenarios of both clients share: the things, their documents, and a town with four of each.

const thing = (name, list, state, mutation, input) => {
  const fields = `id version state: ${state}`
  const change = mutation[0].toUpperCase() + mutation.slice(1)
  return {
    name,
    list: `query List($city: String!, $after: String) {
      ${list}(filter: { cities: [$city] }, first: 3, after: $after) {
        edges { cursor node { ${fields} } } pageInfo { hasNextPage endCursor } totalCount } }`,
    nodes: (data) => data[list].edges.map((edge) => edge.node),
    pageInfo: (data) => data[list].pageInfo,
    detail: `query Detail($id: UUID!) { ${name}(id: $id) { ${fields} lastKnownAt timeline { type } } }`,
    asKnown: `query AsKnown($id: UUID!, $at: DateTime!) { ${name}AsKnown(id: $id, asKnownAt: $at) { ${fields} ${name}Id } }`,
    ofAsKnown: (data) => data[`${name}AsKnown`],
    mutation: `mutation Change($input: ${change}Input!) {
      ${mutation}(input: $input) { ${name} { ${fields} } position errors { __typename ... on Error { code message } } } }`,
    payload: (data) => data[mutation],
    input: (id) => ({ id, ...input }),
    report: { kind: name, category: 'theft', ...(name === 'violation' && { article: '592', part: '1', category: undefined }) },
  }
}

export const things = [
  thing('incident', 'incidents', 'status', 'resolveIncident', { outcomeCode: 'assisted' }),
  thing('alert', 'alerts', 'acknowledgedBy', 'acknowledgeAlert'),
  thing('sosCall', 'sosCalls', 'status', 'answerSosCall'),
  thing('violation', 'violations', 'status', 'reviewViolation'),
]

/** The header of whoever signs in: the token is in the environment. */
export const signIn = { Authorization: `Bearer ${process.env.INCIDENTS_TOKEN}` }

/** Asks without any cache, and fails where the answer has errors. */
export async function ask(endpoint, query, variables) {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...signIn },
    body: JSON.stringify({ query, variables }),
  })
  const answer = await response.json()
  if (answer.errors) throw new Error(JSON.stringify(answer.errors))
  return answer.data
}

/** Reports four of each thing in the town, and waits until the lists contain them. */
export async function report(endpoint, city) {
  const reports = things.flatMap(({ report }) =>
    [1, 2, 3, 4].map((n) => ({ ...report, source: `tools-${city}`, id: `${n}`, city, occurredAt: `2026-01-0${n}T12:00:00` })),
  )
  const response = await fetch(new URL('/ingest/reports', endpoint), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...signIn },
    body: JSON.stringify(reports),
  })
  const refused = (await response.json()).filter((answer) => answer.status !== 'accepted')
  if (refused.length > 0) throw new Error(JSON.stringify(refused))
  const { openIncident } = await ask(
    endpoint,
    `mutation ($input: OpenIncidentInput!) { openIncident(input: $input) { position } }`,
    { input: { console: `tools-${city}`, key: 'last', category: 'theft', place: { city } } },
  )
  await settled(endpoint, openIncident.position)
}

/** Comes back when every query reads what was written at the position. */
export const settled = (endpoint, position) =>
  ask(endpoint, 'query ($position: Long!) @atLeast(position: $position) { serverTime }', { position })

/** The schema's types without an id, which are parts of what has one, and the members of its abstract types. */
export async function shapes(endpoint) {
  const { __schema } = await ask(endpoint, '{ __schema { types { kind name fields { name } possibleTypes { name } } } }')
  const objects = __schema.types.filter((type) => type.kind === 'OBJECT' && !type.name.startsWith('__'))
  return {
    values: objects.filter((type) => !type.fields.some((field) => field.name === 'id')).map((type) => type.name),
    possibleTypes: Object.fromEntries(
      __schema.types.filter((type) => type.possibleTypes).map((type) => [type.name, type.possibleTypes.map((possible) => possible.name)]),
    ),
  }
}
