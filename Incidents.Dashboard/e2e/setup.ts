import { request } from '@playwright/test'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Host, freePort, repository, tokenOf } from './host'

/**
 * Starts the host that all journeys share, and sends it reports that it refuses. INCIDENTS_URL names a host that runs already, and
 * INCIDENTS_MQTT_PORT its broker, where that is not at 1883.
 */
export default async function setup() {
  if (process.env['INCIDENTS_URL']) {
    const state = await mkdtemp(join(tmpdir(), 'incidents-e2e-state-'))
    await prepare(process.env['INCIDENTS_URL'], state)
    return () => rm(state, { recursive: true, force: true })
  }
  await bundleGraphiQL()
  const data = await mkdtemp(join(tmpdir(), 'incidents-e2e-'))
  const mqttPort = await freePort()
  const host = new Host(await freePort(), data, mqttPort)
  const finish = async () => {
    await host.stop()
    await rm(data, { recursive: true, force: true })
  }
  try {
    await host.start()
    await prepare(host.url, data)
  } catch (error) {
    await finish()
    throw error
  }
  process.env['INCIDENTS_URL'] = host.url
  process.env['INCIDENTS_DATA'] = data
  process.env['INCIDENTS_MQTT_PORT'] = String(mqttPort)
  return finish
}

/** Signs in once for all journeys, as the demo user with all roles, and sends reports that are refused. */
async function prepare(url: string, folder: string) {
  const context = await request.newContext({ baseURL: url })
  const answer = await context.post('/session/demo', { data: { user: 'all' }, headers: { origin: url } })
  if (!answer.ok()) throw new Error(`${url} has no demo sign-in: ${answer.status()}`)
  const state = join(folder, 'signed-in.json')
  await writeFile(state, JSON.stringify(await context.storageState()))
  await context.dispose()
  process.env['INCIDENTS_STATE'] = state
  process.env['INCIDENTS_TOKEN'] = await tokenOf(url, 'all')
  await refuseSome(url, process.env['INCIDENTS_TOKEN'])
}

/** Bundles the page at /graphql where it is missing, as ./run does. */
async function bundleGraphiQL() {
  const folder = join(repository, 'Incidents.Api')
  if (existsSync(join(folder, 'wwwroot/graphiql/graphiql.js'))) return
  const npm = async (...args: string[]) => promisify(execFile)('npm', args, { cwd: join(folder, 'GraphQL/graphiql') })
  await npm('ci', '--no-audit', '--no-fund')
  await npm('run', 'build')
}

async function refuseSome(url: string, token: string) {
  const reports = ['no report', '{"kind":"unheard-of","source":"e2e","id":"1"}']
  const response = await fetch(`${url}/ingest/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${token}` },
    body: reports.join('\n'),
  })
  await response.text()
}
