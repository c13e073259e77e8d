// List, detail, mutation, past, then list and detail again: what a cache shows must be right at every step.

import assert from 'node:assert/strict'
import { report, settled, things } from './things.js'

/**
 * @param client `query(document, variables, policy)` and `mutate(document, variables)` return data;
 * `query` takes the policies 'cache-first', 'cache-only' and 'network-only', `next(thing, variables)` adds a page to the list.
 */
export async function play(client, endpoint, city) {
  await report(endpoint, city)
  for (const thing of things) {
    const list = async (policy) => thing.nodes(await client.query(thing.list, { city }, policy))
    const first = await client.query(thing.list, { city }, 'cache-first')
    await client.next(thing, { city, after: thing.pageInfo(first).endCursor })
    const rows = await list('cache-only')
    assert.ok(rows.length >= 4, `${thing.name}: the cache has both pages`)
    assert.equal(new Set(rows.map((row) => row.id)).size, rows.length)

    const id = rows[1].id
    const detail = async (policy) => (await client.query(thing.detail, { id }, policy))[thing.name]
    const before = await detail('cache-first')
    assert.deepEqual(core(before), core(rows[1]), `${thing.name}: list and detail agree`)

    const payload = thing.payload(await client.mutate(thing.mutation, { input: thing.input(id) }))
    assert.equal(payload.errors, null)
    const after = payload[thing.name]
    assert.ok(after.version > before.version)
    assert.notEqual(after.state, before.state)
    const holdsNow = async (policy) => {
      assert.deepEqual(core(await detail(policy)), core(after), `${thing.name}: detail, ${policy}`)
      assert.deepEqual(core((await list(policy)).find((row) => row.id === id)), core(after), `${thing.name}: list, ${policy}`)
    }
    await holdsNow('cache-only')

    const past = async (policy) => thing.ofAsKnown(await client.query(thing.asKnown, { id, at: before.lastKnownAt }, policy))
    const then = await past('cache-first')
    assert.equal(then[`${thing.name}Id`], id)
    assert.deepEqual([then.version, then.state], [before.version, before.state], `${thing.name}: as it was`)
    await holdsNow('cache-only')
    await settled(endpoint, payload.position)
    await holdsNow('network-only')
    assert.deepEqual(await past('cache-only'), then, `${thing.name}: the past stays`)

    const refused = thing.payload(await client.mutate(thing.mutation, { input: { ...thing.input(id), expectedVersion: 1 } }))
    assert.equal(refused[thing.name], null)
    assert.deepEqual([refused.errors.length, refused.errors[0].code], [1, 'CONCURRENT_CHANGE'])
    await holdsNow('cache-only')
  }
  console.log(`${things.length} things stay right`)
}

const core = ({ id, version, state }) => ({ id, version, state })
