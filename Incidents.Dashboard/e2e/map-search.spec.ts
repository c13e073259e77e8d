import { opened } from './crime-map'
import { ask, expect, test } from './journey'

test('a search on the map flies to an incident and offers its page, by keyboard alone', async ({ page }) => {
  interface Found {
    readonly incidents: {
      readonly nodes: readonly { readonly id: string; readonly place: { readonly point: Point } }[]
    }
  }
  interface Point {
    readonly longitude: number
    readonly latitude: number
  }
  const { incidents } = await ask<Found>(
    `{ incidents(first: 1, filter: { statuses: [CLOSED], categories: ["theft"] }) {
      nodes { id place { point { longitude latitude } } }
    } }`,
  )
  const [incident] = incidents.nodes
  if (!incident) throw new Error('The demo has no closed theft.')
  await opened(page, '/crime-map')
  await expect(page.getByRole('link', { name: 'OpenStreetMap' })).toBeVisible()

  const box = page.getByRole('combobox', { name: 'Find on the map' })
  await box.focus()
  await page.keyboard.type('no such street')
  await expect(page.getByText('Nothing found for “no such street”')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(incident.id)
  await expect(page.getByRole('option')).toHaveCount(1)
  await expect(page.getByRole('group', { name: 'Incidents' })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')

  await expect(page).toHaveURL(/at=/)
  const [longitude = 0, latitude = 0, zoom = 0] = (new URL(page.url()).searchParams.get('at') ?? '')
    .split(',')
    .map(Number)
  expect(Math.abs(longitude - incident.place.point.longitude)).toBeLessThan(0.05)
  expect(Math.abs(latitude - incident.place.point.latitude)).toBeLessThan(0.05)
  expect(zoom).toBeGreaterThan(12)
  await expect(page.locator('[data-map]').getByRole('img')).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: /^Open the incident/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/incidents/${incident.id}`))
})
