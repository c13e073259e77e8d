import type { Page } from '@playwright/test'
import { ask } from './journey'

/** Opens a part of the case that is shown. */
export const section = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Parts of the case' }).getByRole('link', { name, exact: true }).click()

/** A case with a person, a note and a branch, made without the page. */
export async function made(title: string) {
  const key = `${title} ${Date.now()}`
  const { openCase } = await ask<{ openCase: { case: { id: string } } }>(
    `mutation { openCase(input: { key: "${key}", title: "${title}", city: "karaganda" }) { case { id } } }`,
  )
  const { id } = openCase.case
  await ask(`mutation {
    addPersonOfInterest(input: { id: "${id}", key: "p", personName: "B. Seen", note: "seen at the gate" }) { position }
    addCaseNote(input: { id: "${id}", key: "n", note: "The gate was open." }) { position }
    addCaseTag(input: { id: "${id}", tag: "gate" }) { position }
    beginCaseBranch(input: { id: "${id}", key: "b", name: "The guard" }) { position }
  }`)
  const { case: found } = await ask<{
    case: { branches: { id: string }[]; items: { id: string; kind: string }[] }
  }>(`{ case(id: "${id}") { branches { id } items { id kind } } }`)
  const person = found.items.find(({ kind }) => kind === 'PERSON')
  const [branch] = found.branches
  if (person === undefined || branch === undefined) throw new Error('The case has no person and branch.')
  return { id, branch: branch.id, person: person.id }
}
