import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Host, freePort, repository } from './host'

/** Starts the host that all journeys share, and sends it reports that it refuses; INCIDENTS_URL names a host that runs already. */
export default async function setup() {
  if (process.env['INCIDENTS_URL']) {
    await refuseSome(process.env['INCIDENTS_URL'])
    return undefined
  }
  await bundleGraphiQL()
  const data = await mkdtemp(join(tmpdir(), 'incidents-e2e-'))
  const host = new Host(await freePort(), data)
  const finish = async () => {
    await host.stop()
    await rm(data, { recursive: true, force: true })
  }
  try {
    await host.start()
    await refuseSome(host.url)
  } catch (error) {
    await finish()
    throw error
  }
  process.env['INCIDENTS_URL'] = host.url
  process.env['INCIDENTS_DATA'] = data
  return finish
}

/** Bundles the page at /graphql where it is missing, as ./run does. */
async function bundleGraphiQL() {
  const folder = join(repository, 'Incidents.Api')
  if (existsSync(join(folder, 'wwwroot/graphiql/graphiql.js'))) return
  const npm = async (...args: string[]) => promisify(execFile)('npm', args, { cwd: join(folder, 'GraphQL/graphiql') })
  await npm('ci', '--no-audit', '--no-fund')
  await npm('run', 'build')
}

async function refuseSome(url: string) {
  const reports = ['no report', '{"kind":"unheard-of","source":"e2e","id":"1"}']
  const response = await fetch(`${url}/ingest/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: reports.join('\n'),
  })
  await response.text()
}
