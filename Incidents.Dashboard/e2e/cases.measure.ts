import { made } from './cases'
import { expect, test } from './journey'

const total = 10_000

const entry = (index: number) => {
  const at = new Date(Date.UTC(2026, 0, 1) + index * 61_000).toISOString()
  return {
    __typename: 'CaseEntry',
    id: `00000000-0000-0000-0000-${String(index).padStart(12, '0')}`,
    isStarred: false,
    isOrderUnknown: index % 17 === 0,
    cameFromCaseId: null,
    viaIncidentId: null,
    itemId: null,
    evidenceId: null,
    comments: [],
    clock: { kind: 'DEVICE', name: `cam-${index % 40}`, receiptSeconds: index % 9, uncertaintySeconds: index % 9 },
    event: {
      sequence: index + 1,
      subject: 'ALERT',
      subjectId: `00000000-0000-0000-0001-${String(index).padStart(12, '0')}`,
      type: index % 3 === 0 ? 'alert_raised' : 'alert_updated',
      occurredAt: at,
      timePrecision: 'MINUTE',
      knownAt: at,
      source: 'cameras',
      by: null,
      deviceId: `cam-${index % 40}`,
      category: 'theft',
      unit: null,
      isMasked: false,
      place: { city: 'karaganda', street: index % 5 === 0 ? 'Бұқар жырау даңғылы, 45 үйдің ауласы' : null },
    },
  }
}

test('a timeline of 10,000 entries scrolls without a frame above 100 ms', async ({ page }) => {
  test.setTimeout(300_000)
  const { id } = await made('Long')
  await page.route('**/graphql', async (route) => {
    const asked = route.request().postDataJSON() as {
      operationName?: string
      variables: { first: number; after?: string | null }
    }
    if (asked.operationName !== 'CaseEntries') return route.continue()
    const from = Number(asked.variables.after ?? 0)
    const until = Math.min(from + asked.variables.first, total)
    const timeline = {
      totalCount: total,
      nodes: Array.from({ length: until - from }, (_, index) => entry(from + index)),
      pageInfo: { hasNextPage: until < total, endCursor: String(until) },
    }
    return route.fulfill({ json: { data: { case: { id, timeline } } } })
  })
  await page.goto(`/cases/${id}`)
  const list = page.getByRole('group', { name: 'Timeline' })
  await expect(list.getByRole('listitem').first()).toBeVisible()

  const frames = await list.evaluate(async (scroller) => {
    const next = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
    const took: number[] = []
    let [last, still] = [await next(), 0]
    // To the end, where nothing more comes for a second.
    while (still < 60) {
      const before = scroller.scrollTop
      scroller.scrollTop += 600
      const now = await next()
      took.push(now - last)
      last = now
      still = scroller.scrollTop === before ? still + 1 : 0
    }
    return took
  })
  const last = list.getByRole('listitem').last()
  await expect(last).toHaveAttribute('aria-posinset', String(total))
  const sorted = frames.toSorted((one, other) => one - other)
  console.log(
    `${frames.length} frames, ms: median ${sorted[Math.floor(sorted.length / 2)]}, `,
    `99 of 100 within ${sorted[Math.floor(sorted.length * 0.99)]}, longest ${sorted.at(-1)}, `,
    `${frames.filter((frame) => frame > 100).length} above 100`,
  )
  expect(sorted.at(-1)).toBeLessThan(100)
})
