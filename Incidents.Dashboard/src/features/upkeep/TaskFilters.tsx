import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useTowns } from '@shared/catalogue/useTowns'
import { Button } from '@shared/ui/Button'
import { ChoiceField, TextField } from '@shared/ui/Fields'
import { MultiPicker } from '@shared/ui/MultiPicker'
import { PeriodField } from '@shared/ui/PeriodField'
import { classes } from '@shared/ui/classes'
import panel from '@shared/ui/Panel.module.css'
import { useTranslation } from 'react-i18next'
import { municipal } from './kinds'
import { states, streetClasses, type Change, type Search } from './search'
import styles from './Upkeep.module.css'

interface Props {
  readonly search: Search
  readonly today: string
  readonly onChange: (change: Change) => void
}

export function TaskFilters({ search, today, onChange }: Props) {
  const { t } = useTranslation('upkeep')
  const towns = useTowns(search.city)
  const { categories } = useCatalogue()
  const { state = 'open', city, district, category, street, from, to } = search
  const some = <Of extends string>(chosen: readonly Of[]) => (chosen.length === 0 ? undefined : [...chosen])
  return (
    <search className={classes(panel['panel'], styles['filters'])} aria-label={t('filters')}>
      <ChoiceField
        label={t('state')}
        value={state}
        options={states.map((value) => ({ value, name: t(`states.${value}`) }))}
        onChange={(value) => onChange({ state: value === 'open' ? undefined : value })}
      />
      <MultiPicker
        label={t('town')}
        options={towns}
        value={city ?? []}
        onChange={(chosen) => onChange({ city: some(chosen) })}
      />
      <TextField label={t('district')} most={200} value={district} onChange={(one) => onChange({ district: one })} />
      <MultiPicker
        label={t('kind')}
        options={municipal(categories)}
        value={category ?? []}
        onChange={(chosen) => onChange({ category: some(chosen) })}
      />
      <MultiPicker
        label={t('streetClass')}
        options={streetClasses.map((code) => ({ code, name: t(`streetClasses.${code}`) }))}
        value={street ?? []}
        onChange={(chosen) => onChange({ street: some(streetClasses.filter((one) => chosen.includes(one))) })}
      />
      <PeriodField label={t('observed')} isOpen from={from} to={to} today={today} max={today} onChange={onChange} />
      {Object.values(search).every((one) => one === undefined) ? null : (
        <Button
          onPress={() =>
            onChange({
              state: undefined,
              city: undefined,
              district: undefined,
              category: undefined,
              street: undefined,
              from: undefined,
              to: undefined,
            })
          }
        >
          {t('clear')}
        </Button>
      )}
    </search>
  )
}
