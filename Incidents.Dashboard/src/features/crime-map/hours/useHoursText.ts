import { useTranslation } from 'react-i18next'
import type { Hours } from '@shared/hours/hours'
import { useWeekdays } from './useWeekdays'

export const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`

/** Chosen hours in words: "Fri – Sat, 18:00 – 24:00", "Fri, 22:00 – 04:00 of the next day", "Fri 22:00 – Mon 04:00". */
export function useHoursText() {
  const { t } = useTranslation('crime-map')
  const weekdays = useWeekdays()
  return ({ days: [first, last], hours: [from, to], inOneGo }: Hours) => {
    const [firstDay = '', lastDay = ''] = [weekdays[first - 1], weekdays[last - 1]]
    if (inOneGo) return t('onlySpan', { from: `${firstDay} ${clock(from)}`, to: `${lastDay} ${clock(to + 1)}` })
    const hours = { from: clock(from), to: clock(to + 1) }
    return t('onlyHours', {
      days: first === last ? firstDay : t('days', { from: firstDay, to: lastDay }),
      hours: to < from ? t('overnight', hours) : t('days', hours),
    })
  }
}
