import { useLanguage } from '@shared/i18n/useLanguage'
import { Button } from '@shared/ui/Button'
import { ChoiceField, TextField } from '@shared/ui/Fields'
import { MomentField } from '@shared/ui/MomentField'
import { MultiPicker } from '@shared/ui/MultiPicker'
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import { mostSearched, thingKinds } from '../search'
import type { PartProps } from '../shown'
import { everything, isFiltered } from './filter'
import styles from '../Cases.module.css'

/** Which entries are shown, and in which order. */
export function TimelineFilters({ of, search, onChange }: PartProps) {
  const { t } = useTranslation(['cases', 'incidents'])
  const language = useLanguage()
  const names = i18next.getResource(language, 'incidents', 'events') as Readonly<Record<string, string>> | undefined
  const kinds = Object.entries(names ?? {}).map(([code, name]) => ({ code, name }))
  const things = of.items.filter(({ kind }) => thingKinds.some((one) => one === kind))
  const sources = [
    { code: of.file.id, name: t('theCase') },
    ...things.map(({ id, kind, reason }) => ({ code: id, name: `${t(`itemKinds.${kind}`)}: ${reason ?? id}` })),
  ]
  return (
    <search className={styles['inner']} aria-label={t('filters')}>
      <ChoiceField
        label={t('order')}
        value={search.order ?? 'occurred'}
        options={(['occurred', 'known'] as const).map((value) => ({ value, name: t(`orders.${value}`) }))}
        onChange={(value) => onChange({ order: value === 'known' ? 'known' : undefined })}
      />
      <MultiPicker
        label={t('entryKinds')}
        options={kinds}
        value={search.kinds ?? []}
        onChange={(chosen) => onChange({ kinds: chosen.length === 0 ? undefined : chosen })}
      />
      <MultiPicker
        label={t('entrySources')}
        options={sources}
        value={search.sources ?? []}
        onChange={(chosen) => onChange({ sources: chosen.length === 0 ? undefined : chosen })}
      />
      <ChoiceField
        label={t('stars')}
        value={search.starred ?? 'all'}
        options={(['all', 'yes'] as const).map((value) => ({ value, name: t(`starred.${value}`) }))}
        onChange={(value) => onChange({ starred: value === 'yes' ? 'yes' : undefined })}
      />
      <TextField
        label={t('containing')}
        most={mostSearched}
        value={search.text}
        onChange={(text) => onChange({ text })}
      />
      <MomentField label={t('from')} value={search.from} zone={of.zone} onChange={(from) => onChange({ from })} />
      <MomentField label={t('until')} value={search.until} zone={of.zone} onChange={(until) => onChange({ until })} />
      {isFiltered(search) ? <Button onPress={() => onChange(everything)}>{t('clearFilters')}</Button> : null}
    </search>
  )
}
