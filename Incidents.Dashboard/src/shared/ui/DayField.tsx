import { useTranslation } from 'react-i18next'
import { addDays } from '../format/days'
import { readDay, writeDay } from '../format/fieldText'
import { useLanguage } from '../i18n/useLanguage'
import { firstDay, lastDay } from '../routing/search'
import { DraftField } from './DraftField'

interface Props {
  readonly label: string
  /** A day of the calendar, `2026-03-01`. */
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
  /** The limits of links by default. */
  readonly min?: string | undefined
  readonly max?: string | undefined
  /** Whether the field may be empty. */
  readonly required?: boolean
}

/** A day, typed as the page's language writes it; the arrow keys go from day to day. */
export function DayField({ label, value, onChange, min = firstDay, max = lastDay(), required = false }: Props) {
  const { t } = useTranslation('shared')
  const language = useLanguage()
  return (
    <DraftField
      label={label}
      written={value === undefined ? '' : writeDay(language, value)}
      hint={t('dayHint')}
      inputMode="numeric"
      take={(text) => {
        if (text === '' && !required) {
          onChange(undefined)
          return { written: '' }
        }
        const day = readDay(text)
        if (day === undefined) return { trouble: t('dayWrong', { day: writeDay(language, '2026-11-18') }) }
        if (day < min) return { trouble: t('notBefore', { limit: writeDay(language, min) }) }
        if (day > max) return { trouble: t('notAfter', { limit: writeDay(language, max) }) }
        onChange(day)
        return { written: writeDay(language, day) }
      }}
      step={(text, by) => {
        const day = readDay(text)
        return day === undefined ? text : writeDay(language, addDays(day, by))
      }}
    />
  )
}
