import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { NoData } from '@shared/ui/NoData'
import { Answered } from '@shared/ui/states'
import { Warnings } from '@shared/ui/Warnings'
import { coverageCodes } from '@shared/ui/warningText'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { HoursChart } from './HoursChart'
import { HoursFields } from './HoursFields'
import { HoursTable } from './HoursTable'
import { useHoursText } from './useHoursText'
import { countWithin, writeHours, type Hours } from '@shared/hours/hours'
import { showsHours } from './hoursOnMap'
import { filterOfTown } from '../search/filter'
import { untilOf } from '../search/period'
import { hoursQuery } from '../queries'
import type { Change } from '../search/search'
import type { Settings } from '../search/settings'
import controls from '../filters/controls.module.css'
import styles from './HoursPanel.module.css'

interface Props {
  readonly settings: Settings
  readonly onChange: (change: Change) => void
}

/** When in the week it happens in the chosen town; hours chosen here are shown alone on the map, where it can. */
export const HoursPanel = memo(function HoursPanel({ settings, onChange }: Props) {
  const { t } = useTranslation('crime-map')
  const { cityName } = useCatalogue()
  const { number, percent } = useFormat()
  const { map, city, period, knownAt, hours } = settings
  const week = useAnswer(hoursQuery, {
    from: period.from,
    until: untilOf(period),
    filter: filterOfTown(settings),
    asKnownOn: knownAt,
  })
  const hoursText = useHoursText()
  const place = city === null ? '' : cityName(city)
  const choose = (next: Hours | undefined) => onChange({ hours: next && writeHours(next) })
  return (
    <section className={styles['hours']} aria-label={t('hoursOfWeek')}>
      <h2>{t('hoursIn', { town: place })}</h2>
      <Answered answer={partOf(week, 'hourByWeekday')}>
        {({ hours: counts, isTooFew }) => {
          const total = counts.reduce((sum, { count }) => sum + (count ?? 0), 0)
          const within = hours ? countWithin(counts, hours) : total
          return (
            <>
              <HoursChart week={counts} chosen={hours} onChoose={choose} />
              {hours ? <p className={styles['sum']}>{hoursText(hours)}</p> : null}
              <p className={styles['sum']} aria-live="polite">
                {counts.every(({ count }) => count === null) ? (
                  <NoData />
                ) : hours ? (
                  t('hoursChosenIn', {
                    town: place,
                    count: number(within),
                    total: number(total),
                    share: total === 0 ? '–' : percent(within / total, 1),
                  })
                ) : (
                  t('hoursAllIn', { town: place, total: number(total) })
                )}
              </p>
              <p className={controls['note']}>
                {showsHours(settings)
                  ? t('hoursMeans')
                  : map === 'hotSpots'
                    ? t('hoursNotOfHotSpots')
                    : t('hoursNotOfOthers')}
                {isTooFew ? ` ${t('hoursTooFew')}` : ''}
              </p>
              <Warnings warnings={week.warnings} except={coverageCodes} />
              <details>
                <summary>{t('hoursExact')}</summary>
                <HoursFields hours={hours} onChange={choose} />
                <HoursTable week={counts} />
              </details>
            </>
          )
        }}
      </Answered>
    </section>
  )
})
