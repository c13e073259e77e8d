import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { section } from './cases'
import { repository } from './host'
import { ask, expect, signInAs, test } from './journey'

const reference = 'case 26-0117'

interface Thing {
  readonly id: string
  readonly plate?: string | null
  readonly city: string
}

interface Found {
  readonly incidents: { readonly nodes: readonly Thing[] }
  readonly alerts: { readonly nodes: readonly Thing[] }
  readonly violations: { readonly nodes: readonly Thing[] }
}

/** One thing of each source in one town, the violation with a plate. */
async function threeSources() {
  const { incidents, alerts, violations } = await ask<Found>(
    `{
      incidents(first: 1, filter: { cities: ["karaganda"], statuses: [CLOSED] }) { nodes { id city } }
      alerts(first: 1, filter: { cities: ["karaganda"] }) { nodes { id city } }
      violations(first: 50, filter: { cities: ["karaganda"] }) { nodes { id city plate } }
    }`,
  )
  const [incident, alert] = [incidents.nodes[0], alerts.nodes[0]]
  const violation = violations.nodes.find(({ plate }) => plate != null)
  if (incident === undefined || alert === undefined || violation?.plate == null)
    throw new Error('The demo has no incident, alert and violation with a plate.')
  return { incident, alert, violation, plate: violation.plate }
}

async function attach(page: Page, kind: string, id: string, reason: string) {
  const form = page.getByRole('form', { name: 'Attach by its id' })
  await form.getByLabel('Kind').selectOption({ label: kind })
  await form.getByLabel('Id').fill(id)
  await form.getByLabel('Reason').fill(reason)
  await form.getByRole('button', { name: 'Attach' }).click()
  await expect(page.locator(`[data-thing="${id}"]`)).toBeVisible()
}

async function givePurpose(page: Page) {
  const purpose = page.locator('[data-purpose-form]')
  await purpose.getByLabel('Number of the case, incident or request').fill(reference)
  await purpose.getByRole('button', { name: 'Search' }).click()
  await expect(page.locator('[data-purpose]').first()).toContainText(reference)
}

const incidents = async (...args: string[]) => {
  const program = join(repository, 'Incidents.Api/bin/Release/net10.0/Incidents.Api.dll')
  return promisify(execFile)('dotnet', [program, ...args])
}

async function verifyHere(page: Page, file: string, key: string) {
  await page.getByLabel('Export (ZIP)').setInputFiles(file)
  await page.getByLabel('Verifier key').fill(key)
  await page.getByRole('button', { name: 'Verify', exact: true }).click()
}

test('an investigation: three sources, a plate, a branch, an export, and its verification', async ({ page }, info) => {
  const { incident, alert, violation, plate } = await threeSources()

  // From an incident to a case.
  await page.goto('/cases')
  const title = `Journey ${info.retry} ${Date.now()}`
  await page.getByLabel('What it is about').fill(title)
  await page.getByLabel('Town', { exact: true }).selectOption({ label: 'Karaganda' })
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  const address = new URL(page.url()).pathname
  await page.goto(`/incidents/${incident.id}`)
  await page.getByRole('link', { name: 'Attach to a case' }).click()
  await page.getByLabel('Case', { exact: true }).selectOption({ label: await labelOf(page, title) })
  await page.getByLabel('Reason').fill('where it began')
  await page.getByRole('button', { name: 'Attach', exact: true }).click()
  await expect(page).toHaveURL(new RegExp(`${address}\\?section=items`))
  await expect(page.locator(`[data-thing="${incident.id}"]`)).toBeVisible()
  await attach(page, 'Alert', alert.id, 'seen nearby')
  await attach(page, 'Violation', violation.id, 'the same evening')

  // The plate leads to its track.
  const vehicles = page.getByRole('form', { name: 'Add a vehicle' })
  await vehicles.getByLabel('Plate').fill(plate)
  await vehicles.getByRole('button', { name: 'Add a vehicle' }).click()
  await page.getByRole('button', { name: `Track of ${plate}` }).click()
  await givePurpose(page)
  const track = page.getByRole('region', { name: 'Track', exact: true })
  await expect(track.getByRole('row').nth(1)).toBeVisible()
  await expect(track.locator('[data-map] [data-ready=true]')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Travelled together' })).toContainText('Vehicles compared')

  // One timeline of all three sources, starred and commented on.
  await section(page, 'Timeline')
  const entries = page.getByRole('list', { name: 'Entries' })
  await expect(entries.getByRole('listitem').nth(3)).toBeVisible()
  const recorded = page.locator('[data-entry=violation_recorded]').first()
  await page.goto(`${address}?kinds=["violation_recorded"]`)
  await expect(recorded).toBeVisible()
  await recorded.getByRole('button', { name: /^Star:/ }).click()
  await expect(recorded.getByRole('button', { name: /^Star:/, pressed: true })).toBeVisible()
  await recorded.getByRole('button', { name: 'Comment' }).click()
  await recorded.getByLabel('Comment').fill('Ask the owner.')
  await recorded.getByRole('button', { name: 'Add the comment' }).click()
  await expect(recorded).toContainText('1 comment')
  await page.getByLabel('Name of the view').fill('Plates')
  await page.getByRole('button', { name: 'Save the view' }).click()
  await expect(page.getByLabel('View', { exact: true })).toHaveValue('Plates')

  // A hypothesis, merged back.
  await section(page, 'Branches')
  await page.getByLabel('Name of the branch').fill('The neighbour')
  await page.getByRole('button', { name: 'Begin a branch' }).click()
  await page.getByRole('button', { name: 'Work in the branch' }).click()
  const persons = page.getByRole('form', { name: 'Add a person' })
  await persons.getByLabel('Name').fill('A. Neighbour')
  await persons.getByRole('button', { name: 'Add a person' }).click()
  await expect(page.locator('[data-item=PERSON]')).toContainText('A. Neighbour')
  await page.getByRole('button', { name: 'Back to the case' }).click()
  await expect(page.locator('[data-item=PERSON]')).toHaveCount(0)
  await section(page, 'Branches')
  await expect(page.locator('[data-differences]')).toContainText('A. Neighbour')
  await page.getByRole('button', { name: 'Merge into the case' }).click()
  await section(page, 'What is in it')
  await expect(page.locator('[data-item=PERSON]')).toContainText('A. Neighbour')

  // What connects what, in words.
  await section(page, 'Links')
  await expect(page.locator('[data-links]')).toContainText(plate)
  await expect(page.locator('[data-chart] svg')).toBeVisible()

  // Evidence, byte for byte.
  await section(page, 'Evidence')
  const clip = Buffer.from(`a clip of ${title}`)
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles({ name: 'clip.mp4', mimeType: 'video/mp4', buffer: clip })
  await page.getByRole('region', { name: 'Take in a file' }).getByRole('button', { name: 'Take in' }).click()
  const card = page.locator('[data-evidence="clip.mp4"]')
  await expect(card).toBeVisible()
  const given = page.waitForEvent('download')
  await card.getByRole('link', { name: 'Download' }).click()
  expect(await readFile(await (await given).path())).toEqual(clip)

  // The export, checked here and by the program.
  await section(page, 'Export and verification')
  await givePurpose(page)
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const file = info.outputPath('case.zip')
  await (await coming).saveAs(file)
  const { proofKey } = await ask<{ proofKey: { verifierKey: string } }>('{ proofKey { verifierKey } }')
  const key = proofKey.verifierKey
  await verifyHere(page, file, key)
  await expect(page.locator('[data-verified=proven]')).toBeVisible()
  const { stdout } = await incidents('verify', file, '--key', key)
  expect(stdout).toContain('PROVEN')

  // One byte of the evidence: both name it.
  const bytes = await readFile(file)
  bytes.writeUInt8(bytes.readUInt8(bytes.indexOf(clip)) ^ 1, bytes.indexOf(clip))
  const altered = info.outputPath('altered.zip')
  await writeFile(altered, bytes)
  await verifyHere(page, altered, key)
  await expect(page.locator('[data-verified=unproven] [data-fault=EVIDENCE_ALTERED]')).toBeVisible()
  await expect(incidents('verify', altered, '--key', key)).rejects.toMatchObject({ code: 1 })
})

const labelOf = async (page: Page, title: string) => {
  const option = page.getByLabel('Case', { exact: true }).locator('option', { hasText: title })
  await expect(option).toHaveCount(1)
  return (await option.textContent()) ?? ''
}

test('who may not see cases has no way to them', async ({ page }) => {
  await signInAs(page, 'analyst')
  await page.goto('/cases')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your role does not see this page')
  await expect(page.getByRole('banner').getByRole('navigation').getByRole('link', { name: 'Cases' })).toHaveCount(0)
  const { incident } = await threeSources()
  await page.goto(`/incidents/${incident.id}`)
  await expect(page.getByRole('heading', { level: 1 })).not.toBeEmpty()
  await expect(page.getByRole('link', { name: 'Attach to a case' })).toHaveCount(0)
})
