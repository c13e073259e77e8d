import { expect, signInAs, test } from './journey'

test('an operator enters an observation, the utility says it is done, and the operator looks again', async ({
  page,
}) => {
  const street = `Journey street ${Date.now()}`
  await signInAs(page, 'operator')
  await page.goto('/upkeep?city=%5B%22karaganda%22%5D')
  await page.getByRole('button', { name: 'Enter an observation' }).click()
  const form = page.getByRole('form', { name: 'Enter an observation' })
  await form.getByLabel('Kind').selectOption({ label: 'Street light out' })
  await form.getByLabel('Street', { exact: true }).fill(street)
  await form.getByLabel('Class of the street').selectOption({ label: 'main street' })
  await form.getByRole('button', { name: 'Enter', exact: true }).click()
  await expect(page.getByText(/The task is open until/)).toBeVisible()
  await expect(page).toHaveURL(/\/upkeep\/[\da-f-]{36}$/)
  await expect(page.getByRole('main')).toContainText(street)
  const address = page.url()

  await signInAs(page, 'utility')
  await page.goto(address)
  const main = page.getByRole('main')
  await expect(main.getByRole('button', { name: 'Looked at: put right' })).toHaveCount(0)
  await main.getByRole('button', { name: 'Done' }).click()
  await expect(main).toContainText('done, to be looked at again')
  await expect(main).toContainText('in time')

  await signInAs(page, 'operator')
  await page.goto(address)
  await main.getByRole('button', { name: 'Looked at: still there' }).click()
  await expect(main.locator('dl')).toContainText('open')
  // What nobody did is done as of the look; the next one confirms it.
  await main.getByRole('button', { name: 'Looked at: put right' }).click()
  await expect(main.locator('dl')).toContainText('done, to be looked at again')
  await main.getByRole('button', { name: 'Looked at: put right' }).click()
  await expect(main.locator('dl')).toContainText('put right')
  await expect(main.getByRole('region', { name: 'Timeline' }).getByRole('row')).toHaveCount(6)
})
