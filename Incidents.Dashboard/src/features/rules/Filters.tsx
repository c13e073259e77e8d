import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useTowns } from '@shared/catalogue/useTowns'
import type { DayRange } from '@shared/period/presets'
import { MultiPicker } from '@shared/ui/MultiPicker'
import { PeriodField } from '@shared/ui/PeriodField'
import { classes } from '@shared/ui/classes'
import panel from '@shared/ui/Panel.module.css'
import { useTranslation } from 'react-i18next'
import type { Change, Search } from './search'
import styles from './Rules.module.css'

interface Props {
  readonly search: Search
  readonly period: DayRange
  readonly today: string
  readonly onChange: (change: Change) => void
}

/** Which days, towns and categories; a replay takes the towns alone, since a rule names its own categories. */
export function Filters({ search, period, today, onChange }: Props) {
  const { t } = useTranslation('rules')
  const towns = useTowns(search.city)
  const { categories } = useCatalogue()
  const some = (chosen: string[]) => (chosen.length === 0 ? undefined : chosen)
  return (
    <search className={classes(panel['panel'], styles['filters'])} aria-label={t('filters')}>
      <PeriodField
        label={t('period')}
        from={period.from}
        to={period.to}
        today={today}
        max={today}
        onChange={({ from, to }) => onChange({ from, to })}
      />
      <MultiPicker
        label={t('town')}
        options={towns}
        value={search.city ?? []}
        onChange={(city) => onChange({ city: some(city) })}
      />
      <MultiPicker
        label={t('alertCategory')}
        options={categories}
        value={search.category ?? []}
        onChange={(category) => onChange({ category: some(category) })}
      />
    </search>
  )
}
