import type { TFunction } from 'i18next'
import type { Warning } from '../graphql/connection'
import { codeText } from './errorText'

type Values = Readonly<Record<string, unknown>>

const valuesOf = (value: unknown): Values =>
  typeof value === 'object' && value !== null ? (value as Values) : { name: value }

const textOf = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

const unitOf = (unit: unknown) => (unit === 'HOUR' || unit === 'DAY' ? unit : 'MONTH')

const countsOf = (of: unknown, all: unknown) => ({ of: textOf(of), all: textOf(all) })

/** The warnings of one code and unit may be of several figures of a page: the one with the most is shown. */
export function strongest(warnings: readonly Warning[]): Warning[] {
  const kept = new Map<string, Warning>()
  const countOf = ({ value }: Warning) => Number(valuesOf(value)['total'] ?? valuesOf(value)['incidents'] ?? 0)
  for (const warning of warnings) {
    const { unit, count, incidents } = valuesOf(warning.value)
    const key =
      count === undefined && incidents === undefined
        ? warning.message
        : `${warning.code} ${textOf(unit)} ${warning.field}`
    const known = kept.get(key)
    if (known === undefined || countOf(known) < countOf(warning)) kept.set(key, warning)
  }
  return [...kept.values()]
}

/** Codes of what a page marks at its figures: periods of which a part or the whole has no data. */
export const coverageCodes: readonly string[] = ['COVERAGE_NONE', 'COVERAGE_PARTIAL']

/** A warning in the page's language; one that the pages do not know is a general sentence with its code. */
export function warningText(t: TFunction<'shared'>, { code, field, value }: Warning): string {
  const values = valuesOf(value)
  switch (code) {
    case 'DISTRICT_NEVER_SEEN':
    case 'CATEGORY_NEVER_SEEN':
      return t(`warning.${code}`, { name: textOf(values['name']) })
    case 'TIME_NOT_KNOWN_TO_STEP':
      return field === 'from'
        ? t(`warning.AT_FIRST_DAY_${unitOf(values['unit'])}`, countsOf(values['count'], values['total']))
        : t(`warning.LEFT_OUT_${unitOf(values['unit'])}`, countsOf(values['count'], values['total']))
    case 'VICTIMS_NOT_GIVEN':
      return t('warning.VICTIMS_NOT_GIVEN', countsOf(values['giving'], values['incidents']))
    case 'COVERAGE_NONE':
    case 'COVERAGE_PARTIAL':
      return codeText(t, code)
    case 'COUNTS_ROUNDED':
      return t('warning.COUNTS_ROUNDED', { least: textOf(values['smallestCount']) })
    default:
      return t('warning.unknown', { code })
  }
}

/** The smallest count that an answer shows; null where it shows every count. */
export function leastOf(warnings: readonly Warning[]): number | null {
  const rounded = warnings.find(({ code }) => code === 'COUNTS_ROUNDED')
  const least = rounded && valuesOf(rounded.value)['smallestCount']
  return typeof least === 'number' ? least : null
}
