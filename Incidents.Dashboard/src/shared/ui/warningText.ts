import type { TFunction } from 'i18next'
import type { Warning } from '../graphql/connection'

type Values = Readonly<Record<string, unknown>>

const valuesOf = (value: unknown): Values =>
  typeof value === 'object' && value !== null ? (value as Values) : { name: value }

const textOf = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** Codes of what a page marks at its figures: periods of which a part or the whole has no data. */
export const coverageCodes: readonly string[] = ['COVERAGE_NONE', 'COVERAGE_PARTIAL']

/** A warning in the page's language; one that the pages do not know in the server's words, with its code. */
export function warningText(t: TFunction<'shared'>, { code, message, value }: Warning): string {
  const values = valuesOf(value)
  switch (code) {
    case 'DISTRICT_NEVER_SEEN':
    case 'CATEGORY_NEVER_SEEN':
      return t(`warning.${code}`, { name: textOf(values['name']) })
    default:
      return `${message} (${code})`
  }
}
