import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useTowns } from '@shared/catalogue/useTowns'
import { dayOf } from '@shared/format/days'
import { homeZone } from '@shared/format/format'
import { useMay } from '@shared/session/may'
import { Button } from '@shared/ui/Button'
import { ChoiceField, TextField } from '@shared/ui/Fields'
import { PeriodField } from '@shared/ui/PeriodField'
import { MultiPicker } from '@shared/ui/MultiPicker'
import { useTranslation } from 'react-i18next'
import type { Change } from './filter'
import { LinkFilters } from './LinkFilters'
import { mostSearched, orders, statuses, type RegisterSearch } from './search'
import { classes } from '@shared/ui/classes'
import styles from './RegisterFilters.module.css'
import panel from '@shared/ui/Panel.module.css'

interface Props {
  readonly search: RegisterSearch
  readonly onChange: (change: Change) => void
}

const everything = {
  search: undefined,
  city: undefined,
  district: undefined,
  category: undefined,
  status: undefined,
  device: undefined,
  from: undefined,
  to: undefined,
  near: undefined,
  since: undefined,
  until: undefined,
  cells: undefined,
  within: undefined,
  boundary: undefined,
  hours: undefined,
  counted: undefined,
}

const keysOf = <T extends object>(of: T) => Object.keys(of) as (keyof T)[]

export function RegisterFilters({ search, onChange }: Props) {
  const { t } = useTranslation('incidents')
  const { categories } = useCatalogue()
  const mayExact = useMay('exact')
  const mayPerson = useMay('person')
  const towns = useTowns(search.city)
  const isFiltered = keysOf(everything).some((key) => search[key] !== undefined)
  return (
    <search className={classes(panel['panel'], styles['filters'])} aria-label={t('filters')}>
      {mayPerson ? (
        <div className={styles['search']}>
          <TextField
            label={t('search')}
            most={mostSearched}
            value={search.search}
            onChange={(text) => onChange({ search: text })}
          />
          <p>{t('searchMeans')}</p>
        </div>
      ) : null}
      <MultiPicker
        label={t('city')}
        options={towns}
        value={search.city ?? []}
        onChange={(city) => onChange({ city })}
      />
      <TextField
        label={t('district')}
        most={200}
        value={search.district}
        onChange={(district) => onChange({ district })}
      />
      <MultiPicker
        label={t('category')}
        options={categories}
        value={search.category ?? []}
        onChange={(category) => onChange({ category })}
      />
      <MultiPicker
        label={t('status')}
        options={statuses.map((code) => ({ code, name: t(`statuses.${code}`) }))}
        value={search.status ?? []}
        onChange={(chosen) => onChange({ status: statuses.filter((status) => chosen.includes(status)) })}
      />
      <div className={styles['wide']}>
        <PeriodField
          isOpen
          label={t('period')}
          from={search.from}
          to={search.to}
          today={dayOf(new Date().toISOString(), homeZone)}
          onChange={onChange}
        />
      </div>
      {mayExact ? (
        <TextField label={t('device')} most={100} value={search.device} onChange={(device) => onChange({ device })} />
      ) : null}
      <div className={styles['wide']}>
        <ChoiceField
          label={t('order')}
          value={search.order ?? 'OCCURRED_DESCENDING'}
          options={orders.map((order) => ({ value: order, name: t(`orders.${order}`) }))}
          onChange={(order) => onChange({ order: order === 'OCCURRED_DESCENDING' ? undefined : order })}
        />
      </div>
      <LinkFilters search={search} onChange={onChange} />
      {isFiltered ? (
        <Button quiet onPress={() => onChange(everything)}>
          {t('clear')}
        </Button>
      ) : null}
    </search>
  )
}
