import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { compact } from '@shared/routing/search'
import { DayField } from '@shared/ui/Fields'
import { MultiPicker } from '@shared/ui/MultiPicker'
import { Toggle } from '@shared/ui/Toggle'
import { useTranslation } from 'react-i18next'
import { presets, type KpiSearch, type Preset } from './search'
import { lastDay, type Period } from './period'
import { classes } from '@shared/ui/classes'
import styles from './KpiFilters.module.css'
import fields from '@shared/ui/Fields.module.css'
import panel from '@shared/ui/Panel.module.css'

interface Props {
  readonly search: KpiSearch
  readonly period: Period
  readonly today: string
  readonly onChange: (search: KpiSearch) => void
}

/** Which days and which towns; own days begin with those that are in sight. */
export function KpiFilters({ search, period, today, onChange }: Props) {
  const { t } = useTranslation('kpis')
  const { cities } = useCatalogue()
  const own = { from: period.from, to: lastDay(period) }
  const choose = (preset: Preset) =>
    onChange(
      compact({
        ...search,
        period: preset === 'last28' ? undefined : preset,
        ...(preset === 'own' ? own : { from: undefined, to: undefined }),
      }),
    )
  return (
    <search className={classes(panel['panel'], styles['filters'])} aria-label={t('filters')}>
      <div className={classes(fields['field'], styles['period'])}>
        <span className={fields['label']} aria-hidden="true">
          {t('period')}
        </span>
        <Toggle
          label={t('period')}
          value={search.period ?? 'last28'}
          options={presets.map((preset) => ({
            value: preset,
            content: t(`presets.${preset}`),
            label: t(`presets.${preset}`),
          }))}
          onChange={choose}
        />
      </div>
      {search.period === 'own' ? (
        <>
          <DayField
            label={t('from')}
            value={own.from}
            max={own.to}
            onChange={(from) => onChange(compact({ ...search, ...own, from }))}
          />
          <DayField
            label={t('to')}
            value={own.to}
            min={own.from}
            max={today}
            onChange={(to) => onChange(compact({ ...search, ...own, to }))}
          />
        </>
      ) : null}
      <MultiPicker
        label={t('town')}
        options={cities}
        value={search.city ?? []}
        onChange={(city) => onChange(compact({ ...search, city: city.length === 0 ? undefined : city }))}
      />
    </search>
  )
}
