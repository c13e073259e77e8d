import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Queries the host's own PostgreSQL without the host. The result is rows of texts. */
export async function sql(statement: string): Promise<string[][]> {
  const data = process.env['INCIDENTS_DATA']
  if (data === undefined) throw new Error('INCIDENTS_DATA must name the data folder of the host at INCIDENTS_URL.')
  const passwords = join(data, 'postgres', 'pgpass')
  const [host = '', port = ''] = (await readFile(passwords, 'utf8')).split(':')
  const { stdout } = await run(
    'psql',
    [
      '-h',
      host,
      '-p',
      port,
      '-U',
      'incidents',
      '-d',
      'incidents',
      '-v',
      'ON_ERROR_STOP=1',
      '-XAtF',
      '\t',
      '-c',
      statement,
    ],
    { env: { ...process.env, PGPASSFILE: passwords } },
  )
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')]))
}
