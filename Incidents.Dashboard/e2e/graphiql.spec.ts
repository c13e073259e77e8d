import { expect, test } from './journey'

test('GraphiQL loads the schema, completes a field and shows its answer', async ({ page }) => {
  // The page names no icon, so the browser asks for the usual one, which the host does not have.
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }))
  // The editor's suggestions come from the schema: without it there are none.
  const schema = page.waitForResponse(
    (response) => response.request().method() === 'POST' && !!response.request().postData()?.includes('__schema'),
  )
  await page.goto('/graphql')
  const answer = (await (await schema).json()) as { data?: { __schema: { types: object[] } }; errors?: object[] }
  expect(answer.errors).toBeUndefined()
  expect(answer.data?.__schema.types.length).toBeGreaterThan(100)

  const editor = page.getByRole('region', { name: 'Query Editor' })
  await editor.locator('.CodeMirror').click()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('{ serverT', { delay: 30 })
  const suggestions = page.locator('.CodeMirror-hints')
  await expect(suggestions.getByText('serverTime', { exact: true })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(editor.locator('.CodeMirror-code')).toContainText('serverTime')

  await page.getByRole('button', { name: /^Execute query/ }).click()
  await expect(page.getByRole('region', { name: 'Result Window' })).toContainText(/"serverTime": "\d{4}-\d\d-\d\dT/)
})
