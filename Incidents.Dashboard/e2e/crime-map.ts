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
  with events as (
    select stream_id, type, data, version from store.mt_events
    where type in ('incident_opened', 'incident_categorised', 'incident_withdrawn', 'incident_merged', 'incident_unmerged')),
  categorised as (
    select distinct on (stream_id) stream_id, data ->> 'to' as category from events
    where type = 'incident_categorised' order by stream_id, version desc),
  merges as (
    select distinct on (stream_id) stream_id, type from events
    where type in ('incident_merged', 'incident_unmerged') order by stream_id, version desc),
  incident as (
    select data -> 'place' -> 'point' as point, left(data ->> 'occurredAt', 19)::timestamp as local,
      coalesce(category, data ->> 'category') as category
    from events left join categorised using (stream_id)
    where type = 'incident_opened'
      and stream_id not in (select stream_id from events where type = 'incident_withdrawn')
      and stream_id not in (select stream_id from merges where type = 'incident_merged')),
  placed as (
    select floor(((point ->> 'longitude')::float8 + 180) / 360 * 2 ^ ${zoom})::int as x,
      floor((1 - asinh(tan(radians((point ->> 'latitude')::float8))) / pi()) / 2 * 2 ^ ${zoom})::int as y,
      category, local
    from incident
    where point is not null and local >= '${days.from}' and local < '${days.until}')`
