import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Queries the host's own PostgreSQL with psql and the password file, without the host. The result is rows as objects. */
export async function query<Row>(sql: string): Promise<Row[]> {
  const data = process.env['INCIDENTS_DATA']
  if (data === undefined) throw new Error('INCIDENTS_DATA names the data folder of the host that INCIDENTS_URL names.')
  const passwords = join(data, 'postgres/pgpass')
  const port = (await readFile(passwords, 'utf8')).split(':')[1] ?? ''
  const { stdout } = await run(
    'psql',
    [
      '-h',
      '127.0.0.1',
      '-p',
      port,
      '-U',
      'incidents',
      '-d',
      'incidents',
      '-XAtq',
      '-v',
      'ON_ERROR_STOP=1',
      '-c',
      `select coalesce(json_agg(r), '[]') from (${sql}) r`,
    ],
    { env: { ...process.env, PGPASSFILE: passwords } },
  )
  return JSON.parse(stdout) as Row[]
}

interface Days {
  readonly from: string
  readonly until: string
  /** City code; all cities by default. */
  readonly city?: string
}

const within = (occurred: string, city: string, days: Days) =>
  `left(${occurred}, 10) >= '${days.from}' and left(${occurred}, 10) < '${days.until}'` +
  (days.city === undefined ? '' : ` and ${city} = '${days.city}'`)

/** What is counted, straight from the events: how many began, less those that were taken back. Moments are stored by the local clock. */
export async function countsFromEvents(days: Days): Promise<Record<string, number>> {
  const born = (type: string) =>
    `(select count(*) from store.mt_events where type = '${type}' and ${within("data->>'occurredAt'", "data->'place'->>'city'", days)})`
  const noted = (type: string, subject: string) =>
    `(select count(*) from store.mt_events where type = '${type}'
       and ${within(`data->'${subject}'->>'occurredAt'`, `data->'${subject}'->'place'->>'city'`, days)})`
  // A beginning that was reported late moves what was counted under an assumed one.
  const begun = (type: string, subject: string) => `${noted(type, subject)} - ${noted(type, 'before')}`
  const [counts] = await query<Record<string, number>>(`select
    ${born('incident_opened')} - ${noted('incident_withdrawn', 'incident')}
      - ${noted('incident_merged', 'incident')} + ${noted('incident_unmerged', 'incident')} as "INCIDENTS",
    ${born('alert_raised')} + ${begun('alert_beginning_reported', 'alert')} - ${noted('alert_dismissed', 'alert')}
      + ${noted('alert_reinstated', 'alert')} as "ALERTS",
    ${noted('alert_dismissed', 'alert')} - ${noted('alert_reinstated', 'alert')} as "FALSE_ALERTS",
    ${born('sos_call_placed')} + ${begun('sos_call_beginning_reported', 'call')} as "SOS_CALLS",
    ${noted('sos_call_abandoned', 'call')} as "ABANDONED_CALLS",
    ${born('violation_recorded')} - ${noted('violation_dismissed', 'violation')}
      - ${noted('violation_cancelled', 'violation')}
      + ${noted('violation_reinstated', 'violation')} as "VIOLATIONS"`)
  return counts ?? {}
}

export interface DurationFigures {
  readonly measure: string
  readonly n: number
  readonly median: number
  readonly p90: number
  /** Share within the target, and within 1.0203 of it: the read model may take in what is longer by a bucket's width. */
  readonly least: number
  readonly most: number
}

/** How long things took, straight from the events. */
export async function durationsFromEvents(days: Days, targets: Record<string, number>): Promise<DurationFigures[]> {
  const timed = (measure: string, type: string) =>
    `select '${measure}' as measure, extract(epoch from (data->>'occurredAt')::timestamptz - (data->>'since')::timestamptz)::float8 as s
     from store.mt_events where type = '${type}' and data ? 'since'
       and ${within("data->>'since'", "data->'incident'->'place'->>'city'", days)}`
  const target = `case measure ${Object.entries(targets)
    .map(([measure, seconds]) => `when '${measure}' then ${seconds}`)
    .join(' ')} end`
  return query<DurationFigures>(`
    select measure, count(*) as n, percentile_disc(0.5) within group (order by s) as median,
      percentile_disc(0.9) within group (order by s) as p90,
      avg((s <= (${target}))::int) as least, avg((s <= 1.0203 * (${target}))::int) as most
    from (
      ${timed('DISPATCH_TIME', 'unit_assigned')} union all ${timed('ARRIVAL_TIME', 'unit_arrived')}
      union all ${timed('RESOLUTION_TIME', 'incident_resolved')}
      union all
      select 'ANSWER_TIME', extract(epoch from (data->>'occurredAt')::timestamptz - (data->'call'->>'occurredAt')::timestamptz)::float8
      from store.mt_events where type = 'sos_call_answered' and data->>'occurredAt' <> data->'call'->>'occurredAt'
        and ${within("data->'call'->>'occurredAt'", "data->'call'->'place'->>'city'", days)}) as took
    group by measure`)
}
