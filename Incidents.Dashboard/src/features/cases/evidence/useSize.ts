import { useFormat } from '@shared/format/useFormat'
import { useTranslation } from 'react-i18next'

const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** A number of bytes in the unit that fits. */
export function useSize() {
  const { t } = useTranslation('cases')
  const { number } = useFormat()
  return (bytes: number) => {
    const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
    const unit = units[power] ?? 'B'
    return `${number(bytes / 1000 ** power, power === 0 ? 0 : 1)} ${t(`units.${unit}`)}`
  }
}
