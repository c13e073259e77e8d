import { useTowns } from '@shared/catalogue/useTowns'
import { monthPresets, wholeMonthsOf } from '@shared/period/presets'
import { useExtent } from '@shared/session/may'
import { MultiPicker } from '@shared/ui/MultiPicker'
import { PeriodField } from '@shared/ui/PeriodField'
import { useTranslation } from 'react-i18next'
import type { Change, KpiSearch } from './search'
import { lastDay, type Period } from './period'
import { classes } from '@shared/ui/classes'
import styles from './KpiFilters.module.css'
import panel from '@shared/ui/Panel.module.css'

interface Props {
  readonly search: KpiSearch
  readonly period: Period
  readonly today: string
  readonly onChange: (change: Change) => void
}

/** Which days and which towns. */
export function KpiFilters({ search, period, today, onChange }: Props) {
  const { t } = useTranslation('kpis')
  const towns = useTowns(search.city)
  const isRounded = useExtent('totals') === 'suppressed'
  return (
    <search className={classes(panel['panel'], styles['filters'])} aria-label={t('filters')}>
      <div className={styles['period']}>
        <PeriodField
          label={t('period')}
          from={period.from}
          to={lastDay(period)}
          today={today}
          max={today}
          {...(isRounded ? { presets: monthPresets } : {})}
          onChange={(days) => onChange({ ...(isRounded ? wholeMonthsOf(days, today) : days), period: undefined })}
        />
      </div>
      {isRounded ? <p className={styles['rounded']}>{t('roundedMeans')}</p> : null}
      <MultiPicker
        label={t('town')}
        options={towns}
        value={search.city ?? []}
        onChange={(city) => onChange({ city: city.length === 0 ? undefined : city })}
      />
    </search>
  )
}
