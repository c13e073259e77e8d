import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { ChoiceField, DayField, TextField } from '@shared/ui/Fields'
import { MultiPicker } from '@shared/ui/MultiPicker'
import { NumberField } from '@shared/ui/NumberField'
import { classes } from '@shared/ui/classes'
import panel from '@shared/ui/Panel.module.css'
import { useTranslation } from 'react-i18next'
import { measures, type Change } from '../search'
import { choiceOf, numberOf, type FieldSpec } from './fields'
import { dayFor, type Settings, type Town } from './settings'
import { specOf } from './specs'
import styles from './ParameterForm.module.css'

interface Props {
  readonly settings: Settings
  readonly towns: readonly Town[]
  readonly today: string
  readonly onChange: (change: Change) => void
}

/** What is counted, and how it is analysed; every field is in the link. */
export function ParameterForm({ settings, towns, today, onChange }: Props) {
  const { t } = useTranslation('analyses')
  const { categories } = useCatalogue()
  const { search, analysis, period } = settings
  const spec = specOf(analysis)
  return (
    <search className={classes(panel['panel'], styles['form'])} aria-label={t('parametersOf')}>
      <ChoiceField
        label={t('fields.city')}
        value={settings.town.code}
        options={towns.map(({ code, name }) => ({ value: code, name }))}
        onChange={(city) => onChange({ city, places: undefined })}
      />
      {spec.countsAll ? (
        <ChoiceField
          label={t('fields.measure')}
          value={choiceOf(search, 'measure', measures, 'INCIDENTS')}
          options={measures.map((value) => ({ value, name: t(`options.measure.${value}`) }))}
          onChange={(measure) => onChange({ measure: measure === 'INCIDENTS' ? undefined : measure })}
        />
      ) : null}
      {spec.hasCategories ? (
        <MultiPicker
          label={t('fields.category')}
          options={categories}
          value={search.category ?? []}
          onChange={(category) => onChange({ category })}
        />
      ) : null}
      {spec.days === undefined ? null : (
        <>
          <DayField
            label={t('fields.from')}
            value={period.from}
            max={period.to}
            onChange={(from) => onChange({ from, to: period.to })}
          />
          <DayField
            label={t('fields.to')}
            value={period.to}
            min={period.from}
            max={today}
            onChange={(to) => onChange({ from: period.from, to })}
          />
        </>
      )}
      {spec.hasKnownAt ? (
        <DayField
          label={t('fields.knownAt')}
          value={search.knownAt}
          max={today}
          onChange={(knownAt) => onChange({ knownAt })}
        />
      ) : null}
      {spec.fields
        .filter((field) => isAsked(field, settings))
        .map((field) => (
          <Field key={field.key} field={field} settings={settings} onChange={onChange} />
        ))}
    </search>
  )
}

/** Places are asked for where the measure is not the registered devices. */
const isAsked = ({ key }: FieldSpec, { search }: Settings) =>
  (key !== 'places' && key !== 'radius') || (search.treatment ?? 'places') === 'places'

interface FieldProps {
  readonly field: FieldSpec
  readonly settings: Settings
  readonly onChange: (change: Change) => void
}

function Field({ field, settings, onChange }: FieldProps) {
  const { t } = useTranslation('analyses')
  const { search } = settings
  const label = t(`fields.${field.key}`)
  switch (field.kind) {
    case 'number':
      return (
        <NumberField
          label={label}
          value={numberOf(search, field)}
          min={field.min}
          max={field.max}
          step={field.step}
          onChange={(value) => onChange({ [field.key]: value === field.usual ? undefined : value })}
        />
      )
    case 'choice':
      return (
        <ChoiceField
          label={label}
          value={choiceOf(search, field.key, field.options, field.usual)}
          options={field.options.map((value) => ({ value, name: t(`options.${field.key}.${value}`) }))}
          onChange={(value) => onChange({ [field.key]: value === field.usual ? undefined : value })}
        />
      )
    case 'day':
      return (
        <DayField
          label={label}
          value={dayFor(settings, field.key)}
          onChange={(value) => onChange({ [field.key]: value })}
        />
      )
    case 'text':
      return (
        <TextField label={label} value={search[field.key]} onChange={(value) => onChange({ [field.key]: value })} />
      )
  }
}
