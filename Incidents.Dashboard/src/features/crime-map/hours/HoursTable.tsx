import { useFormat } from '@shared/format/useFormat'
import { useTranslation } from 'react-i18next'
import { useWeekdays } from './useWeekdays'
import type { WeekHour } from '@shared/hours/hours'
import { classes } from '@shared/ui/classes'
import styles from './HoursTable.module.css'
import table from '@shared/ui/Table.module.css'

/** The week in numbers. */
export function HoursTable({ week }: { readonly week: readonly WeekHour[] }) {
  const { t } = useTranslation('crime-map')
  const { number } = useFormat()
  const weekdays = useWeekdays()
  return (
    // What scrolls must be within reach of the keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={table['frame']} tabIndex={0} role="region" aria-label={t('hoursTable')}>
      <table className={classes(table['table'], styles['hours'])}>
        <thead>
          <tr>
            <th scope="col">{t('hour')}</th>
            {weekdays.map((name) => (
              <th key={name} scope="col" className={table['number']}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: 24 }, (_, hour) => (
            <tr key={hour}>
              <th scope="row">{String(hour).padStart(2, '0')}</th>
              {week
                .filter((one) => one.hour === hour)
                .map((one) => (
                  <td key={one.weekday} className={table['number']}>
                    {one.count === null ? '—' : number(one.count)}
                  </td>
                ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
