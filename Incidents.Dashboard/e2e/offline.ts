import { expect, type Browser, type BrowserContext, type Page, type Route } from '@playwright/test'
import { signInAs } from './journey'

/** A dispatcher at a page of their own, whose network and clock a journey moves. */
export class Dispatcher {
  private troubles: 'none' | 'answers' | 'mutations' = 'none'

  private constructor(
    readonly person: string,
    readonly context: BrowserContext,
    readonly page: Page,
    private behind: number,
  ) {}

  /**
   * Opens a page whose clock, and that of its server, is so many milliseconds behind: what is pressed while the network is away happens in
   * the meantime, and ends at the true present.
   */
  static async begin(browser: Browser, user: string, person: string, behind: number) {
    const context = await browser.newContext({
      baseURL: process.env['INCIDENTS_URL'] ?? '',
      locale: 'en-GB',
      timezoneId: 'Asia/Almaty',
      ...(user === 'all' ? { storageState: process.env['INCIDENTS_STATE'] ?? '' } : {}),
    })
    const page = await context.newPage()
    if (user !== 'all') await signInAs(page, user)
    const dispatcher = new Dispatcher(person, context, page, behind)
    await page.clock.install({ time: Date.now() - behind })
    await page.route('**/graphql', (route) => dispatcher.carry(route))
    await dispatcher.open()
    return dispatcher
  }

  /** Opens the page, or opens it anew. */
  async open() {
    const clock = this.page.waitForResponse((one) => one.request().postData()?.includes('query Heartbeat') === true)
    await this.page.goto('/incidents')
    await (await clock).finished()
    await expect(this.page.locator('main [data-loading]')).toHaveCount(0)
  }

  /** Cuts the network: the whole, or what mutations are answered after the server has them, or mutations on their way. */
  async cut(how: 'all' | 'answers' | 'mutations') {
    if (how === 'all') await this.context.setOffline(true)
    else this.troubles = how
  }

  /** Lets so many milliseconds pass, on the page and on its server. */
  async pass(milliseconds: number) {
    this.behind -= milliseconds
    await this.page.clock.fastForward(milliseconds)
  }

  /** The network is back. */
  async mend() {
    this.troubles = 'none'
    await this.context.setOffline(false)
  }

  /** Sends a command by the page's own client, which React keeps. The result is when it was pressed, by the page's clock. */
  press(field: string, input: Readonly<Record<string, unknown>>): Promise<number> {
    const type = field.charAt(0).toUpperCase() + field.slice(1)
    const query = `mutation Pressed($input: ${type}Input!) { ${field}(input: $input) { position errors { ... on Error { code } } } }`
    return this.page.evaluate(
      ([text, value]) => {
        interface Fiber {
          readonly memoizedProps?: { readonly value?: unknown } | null
          readonly child: Fiber | null
        }
        interface PageClient {
          readonly mutation: (query: string, variables: object) => { toPromise: () => Promise<unknown> }
        }
        const root = document.getElementById('root') as unknown as Record<string, Fiber>
        const key = Object.keys(root).find((name) => name.startsWith('__reactContainer'))
        let fiber: Fiber | null = key === undefined ? null : (root[key] ?? null)
        while (fiber !== null) {
          const client = fiber.memoizedProps?.value
          if (typeof client === 'object' && client !== null && 'mutation' in client) {
            const pressedAt = Date.now()
            // The next press does not wait for the answer of this one; the store keeps them in their order.
            void (client as PageClient).mutation(text, { input: value }).toPromise()
            return pressedAt
          }
          fiber = fiber.child
        }
        throw new Error('The page has no client.')
      },
      [query, input] as const,
    )
  }

  /** How many commands the page shows as waiting, or as to be decided. */
  async shown(what: 'waiting' | 'to-decide') {
    // Read at once: between two looks the mark may have gone.
    const marks = this.page.locator(`[data-commands] [data-${what}]`)
    const counts = await marks.evaluateAll((found, name) => found.map((one) => one.getAttribute(name)), `data-${what}`)
    return Number(counts[0] ?? 0)
  }

  private async carry(route: Route) {
    const body = route.request().postData() ?? ''
    if (/^\{"operationName":"Heartbeat"|query Heartbeat/.test(body) && this.behind !== 0) {
      const response = await route.fetch()
      const answer = (await response.json()) as { data: { serverTime: string } }
      const then = Date.parse(answer.data.serverTime) - this.behind
      answer.data.serverTime = new Date(then).toISOString()
      return route.fulfill({ response, json: answer })
    }
    if (!body.includes('mutation ') || this.troubles === 'none') return route.continue()
    if (this.troubles === 'answers') await route.fetch()
    return route.abort('connectionreset')
  }
}
