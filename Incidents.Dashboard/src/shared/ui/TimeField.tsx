import { useTranslation } from 'react-i18next'
import { readTime } from '../format/fieldText'
import { DraftField } from './DraftField'

interface Props {
  readonly label: string
  /** Of 24 hours, `09:05`. */
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
}

const dayMinutes = 24 * 60

/** A time of the day in 24 hours; the arrow keys go from minute to minute. */
export function TimeField({ label, value = '', onChange }: Props) {
  const { t } = useTranslation('shared')
  return (
    <DraftField
      label={label}
      written={value}
      hint={t('timeHint')}
      inputMode="numeric"
      take={(text) => {
        const time = text === '' ? undefined : readTime(text)
        if (text !== '' && time === undefined) return { trouble: t('timeWrong') }
        onChange(time)
        return { written: time ?? '' }
      }}
      step={(text, by) => {
        const [hour, minute] = (readTime(text) ?? '').split(':').map(Number)
        if (hour === undefined || minute === undefined) return text
        const next = (60 * hour + minute + by + dayMinutes) % dayMinutes
        return [Math.floor(next / 60), next % 60].map((part) => String(part).padStart(2, '0')).join(':')
      }}
    />
  )
}
