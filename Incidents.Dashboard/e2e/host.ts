import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A demo user's token, for what asks without a page. */
export async function tokenOf(url: string, user: string): Promise<string> {
  const response = await fetch(`${url}/session/demo/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user }),
  })
  if (!response.ok) throw new Error(`${url} has no demo sign-in: ${response.status}`)
  return ((await response.json()) as { access_token: string }).access_token
}

export const repository = fileURLToPath(new URL('../..', import.meta.url))
const program = join(repository, 'Incidents.Api/bin/Release/net10.0/Incidents.Api.dll')
const pages = join(repository, 'Incidents.Api/wwwroot')

/** The real host, with the demo's data in a folder of its own. */
export class Host {
  private process: ChildProcess | undefined
  private token: string | undefined

  /** @param mqttPort Where its own broker listens. */
  constructor(
    readonly port: number,
    private readonly data: string,
    private readonly mqttPort = 0,
  ) {}

  get url() {
    return `http://127.0.0.1:${this.port}`
  }

  /** Resolves when the simulated history is stored and the read models contain it. */
  async start() {
    if (!existsSync(program)) throw new Error('Build first: dotnet build Incidents.sln --configuration Release')
    const started = spawn('dotnet', [program, '--port', String(this.port), '--data', this.data], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        // The pages as they were built last, which may be after the host was.
        ASPNETCORE_WEBROOT: pages,
        Mqtt__EmbeddedPort: String(this.mqttPort),
        'Logging__LogLevel__Incidents.Api.Simulation.SimulationService': 'Information',
      },
    })
    this.process = started
    await this.caughtUp(started)
    await this.projected()
  }

  async stop() {
    const running = this.process
    this.process = undefined
    if (running?.exitCode !== null) return
    running.kill('SIGTERM')
    await once(running, 'exit')
  }

  async ask<Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
    this.token ??= await tokenOf(this.url, 'all')
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}` },
      body: JSON.stringify({ query, variables }),
    })
    const answer = (await response.json()) as { data?: Data; errors?: unknown }
    if (!answer.data || answer.errors) throw new Error(JSON.stringify(answer.errors))
    return answer.data
  }

  private caughtUp(started: ChildProcess) {
    return new Promise<void>((resolve, reject) => {
      const said: string[] = []
      started.once('exit', (code) => reject(new Error(`The host ended with ${code}:\n${said.join('\n')}`)))
      for (const stream of [started.stdout, started.stderr])
        if (stream)
          createInterface(stream).on('line', (line) => {
            said.push(line)
            if (line.includes('continues in real time')) resolve()
          })
    })
  }

  private async projected() {
    for (;;) {
      const { ingestStatus } = await this.ask<{ ingestStatus: { lagEvents: number } }>('{ ingestStatus { lagEvents } }')
      if (ingestStatus.lagEvents === 0) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('No port is free.')
  return address.port
}
