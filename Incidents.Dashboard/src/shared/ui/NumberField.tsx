import { useTranslation } from 'react-i18next'
import { readNumber, writeNumber } from '../format/fieldText'
import { useLanguage } from '../i18n/useLanguage'
import { DraftField } from './DraftField'

interface Props {
  readonly label: string
  readonly value: number | undefined
  readonly onChange: (value: number | undefined) => void
  readonly min?: number
  readonly max?: number
  /** Of the arrow keys; whole numbers alone are accepted where it is whole. */
  readonly step?: number
}

/** A number as the page's language writes it. */
export function NumberField({ label, value, onChange, min = -1e9, max = 1e9, step = 1 }: Props) {
  const { t } = useTranslation('shared')
  const language = useLanguage()
  const write = (number: number) => writeNumber(language, number)
  return (
    <DraftField
      label={label}
      written={value === undefined ? '' : write(value)}
      inputMode={Number.isInteger(step) ? 'numeric' : 'decimal'}
      take={(text) => {
        if (text === '') {
          onChange(undefined)
          return { written: '' }
        }
        const number = readNumber(text)
        if (number === undefined) return { trouble: t('numberWrong') }
        if (Number.isInteger(step) && !Number.isInteger(number)) return { trouble: t('wholeNumber') }
        if (number < min) return { trouble: t('atLeast', { limit: write(min) }) }
        if (number > max) return { trouble: t('atMost', { limit: write(max) }) }
        onChange(number)
        return { written: write(number) }
      }}
      step={(text, by) => {
        const number = readNumber(text)
        // 0.1 + 0.2 is written as 0.3.
        return number === undefined
          ? text
          : write(Math.min(max, Math.max(min, Number((number + by * step).toPrecision(12)))))
      }}
    />
  )
}
