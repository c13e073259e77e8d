import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Host, freePort } from './host'

/** Starts the host that all journeys share, and gives it something to refuse; INCIDENTS_URL names one that runs already. */
export default async function setup() {
  if (process.env['INCIDENTS_URL']) {
    await refuseSome(process.env['INCIDENTS_URL'])
    return undefined
  }
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

async function refuseSome(url: string) {
  const reports = ['no report', '{"kind":"unheard-of","source":"e2e","id":"1"}']
  const response = await fetch(`${url}/ingest/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: reports.join('\n'),
  })
  await response.text()
}
