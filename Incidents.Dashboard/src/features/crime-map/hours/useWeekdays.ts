import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

/** Short names, Monday first. */
export function useWeekdays(): readonly string[] {
  const { t } = useTranslation('crime-map')
  return useMemo(() => [1, 2, 3, 4, 5, 6, 7].map((day) => t(`weekdays.${day}`)), [t])
}
