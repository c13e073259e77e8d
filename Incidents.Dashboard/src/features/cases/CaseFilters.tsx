import { useTowns } from '@shared/catalogue/useTowns'
import { ChoiceField, TextField } from '@shared/ui/Fields'
import { MultiPicker } from '@shared/ui/MultiPicker'
import { Button } from '@shared/ui/Button'
import { classes } from '@shared/ui/classes'
import panel from '@shared/ui/Panel.module.css'
import { useTranslation } from 'react-i18next'
import { statuses, type CasesSearch, type Change } from './search'
import styles from './Cases.module.css'

interface Props {
  readonly search: CasesSearch
  readonly onChange: (change: Change<CasesSearch>) => void
}

const nothing = { city: undefined, status: undefined, whose: undefined, tag: undefined }

export function CaseFilters({ search, onChange }: Props) {
  const { t } = useTranslation('cases')
  const towns = useTowns(search.city)
  const { city, status, whose, tag } = search
  const isFiltered = [city, status, whose, tag].some((one) => one !== undefined)
  return (
    <search className={classes(panel['panel'], styles['fields'])} aria-label={t('filters')}>
      <ChoiceField
        label={t('whose')}
        value={whose ?? 'all'}
        options={(['all', 'own', 'shared'] as const).map((value) => ({ value, name: t(`whoseCases.${value}`) }))}
        onChange={(value) => onChange({ whose: value === 'all' ? undefined : value })}
      />
      <MultiPicker
        label={t('status')}
        options={statuses.map((code) => ({ code, name: t(`statuses.${code}`) }))}
        value={status ?? []}
        onChange={(chosen) =>
          onChange({ status: chosen.length === 0 ? undefined : statuses.filter((one) => chosen.includes(one)) })
        }
      />
      <MultiPicker
        label={t('city')}
        options={towns}
        value={city ?? []}
        onChange={(chosen) => onChange({ city: chosen.length === 0 ? undefined : chosen })}
      />
      <TextField label={t('tag')} most={100} value={tag} onChange={(value) => onChange({ tag: value })} />
      {isFiltered ? <Button onPress={() => onChange(nothing)}>{t('clearFilters')}</Button> : null}
    </search>
  )
}
