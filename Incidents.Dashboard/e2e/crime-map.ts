import type { Page } from '@playwright/test'
import { expect } from './journey'

export const legend = (page: Page) => page.getByRole('region', { name: 'Legend' })
/** The frame that holds the map or the table. */
export const stage = (page: Page) => page.locator('[data-layout]')
export const inView = (page: Page) => legend(page).getByText(/^In view:/)
export const sumInView = async (page: Page) =>
  Number(/In view: ([\d,]+)/.exec(await inView(page).innerText())?.[1]?.replaceAll(',', ''))

const zone = 5 * 3_600_000
export const dayBefore = (days: number) => new Date(Date.now() + zone - days * 86_400_000).toISOString().slice(0, 10)
// Days that are over: the simulation goes on meanwhile.
export const days = { from: dayBefore(60), to: dayBefore(1), until: dayBefore(0) }
export const period = `from=${days.from}&to=${days.to}`
export const zoom = 17

export async function opened(page: Page, address: string) {
  await page.goto(address)
  await expect(inView(page)).toBeVisible()
  await expect(page.locator('[data-ready]')).toHaveAttribute('data-ready', 'true')
}

/** Resolves when the page has drawn everything and has nothing else to do. */
export const drawn = (page: Page) =>
  page.evaluate(
    () =>
      new Promise((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(() => resolve(true)))),
      ),
  )

// The state after all events: opened, with the last category, neither withdrawn nor merged.
export const incidentsByEvents = `
  with changes as (
    select stream_id, type, data, version from store.mt_events
    where type in ('incident_opened', 'incident_categorised', 'incident_withdrawn', 'incident_merged', 'incident_unmerged')),
  incident as (
    select o.stream_id, o.data -> 'place' -> 'point' as point, left(o.data ->> 'occurredAt', 19)::timestamp as local,
      coalesce((select c.data ->> 'to' from changes c
          where c.stream_id = o.stream_id and c.type = 'incident_categorised' order by version desc limit 1),
        o.data ->> 'category') as category,
      exists (select from changes w where w.stream_id = o.stream_id and w.type = 'incident_withdrawn') as withdrawn,
      (select m.type from changes m where m.stream_id = o.stream_id and m.type in ('incident_merged', 'incident_unmerged')
          order by version desc limit 1)
        is not distinct from 'incident_merged' as merged
    from changes o where o.type = 'incident_opened'),
  placed as (
    select floor(((point ->> 'longitude')::float8 + 180) / 360 * 2 ^ ${zoom})::int as x,
      floor((1 - asinh(tan(radians((point ->> 'latitude')::float8))) / pi()) / 2 * 2 ^ ${zoom})::int as y,
      category, local
    from incident
    where point is not null and not withdrawn and not merged and local >= '${days.from}' and local < '${days.until}')`
