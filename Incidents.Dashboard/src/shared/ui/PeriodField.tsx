import { useTranslation } from 'react-i18next'
import { periodOfPreset, presetOf, presets as all, type DayRange, type Preset } from '../period/presets'
import { DayField } from './DayField'
import { ChoiceField } from './Fields'
import styles from './PeriodField.module.css'

interface Days {
  readonly label: string
  readonly from: string | undefined
  readonly to: string | undefined
  /** The local day that presets are counted from. */
  readonly today: string
  readonly presets?: readonly Preset[]
  readonly max?: string | undefined
}

interface Closed extends Days {
  readonly isOpen?: false
  readonly onChange: (period: DayRange) => void
}

/** A period that may lack its first day, its last one or both. */
interface Open extends Days {
  readonly isOpen: true
  readonly onChange: (period: { readonly from: string | undefined; readonly to: string | undefined }) => void
}

const own = 'own'
const any = 'any'

/** Days of a period, both included, with presets. The link contains the days and not the preset, so that it shows the same later. */
export function PeriodField(props: Closed | Open) {
  const { label, from, to, today, presets = all, max } = props
  const { t } = useTranslation('shared')
  const given = from === undefined || to === undefined ? undefined : { from, to }
  const change = (first: string | undefined, last: string | undefined) => {
    if (props.isOpen) props.onChange({ from: first, to: last })
    else if (first !== undefined && last !== undefined) props.onChange({ from: first, to: last })
  }
  const names = presets
    .filter((preset) => given !== undefined || preset !== 'sameAYearAgo')
    .map((preset) => ({ value: preset, name: t(`presets.${preset}`) }))
  const isAny = props.isOpen === true && from === undefined && to === undefined
  return (
    <div role="group" aria-label={label} className={styles['period']}>
      <div className={styles['fields']}>
        <ChoiceField<Preset | typeof own | typeof any>
          label={label}
          value={isAny ? any : ((given && presetOf(given, today, presets)) ?? own)}
          options={[
            ...(props.isOpen ? [{ value: any, name: t('anyDays') } as const] : []),
            ...names,
            { value: own, name: t('ownDays') },
          ]}
          onChange={(preset) => {
            if (preset === any) change(undefined, undefined)
            else if (preset !== own) {
              const period = periodOfPreset(preset, today, given ?? { from: today, to: today })
              change(period.from, period.to)
            }
          }}
        />
        <DayField
          label={t('firstDay')}
          value={from}
          max={max}
          required={!props.isOpen}
          onChange={(first) => change(first, first !== undefined && to !== undefined && to < first ? first : to)}
        />
        <DayField
          label={t('lastDay')}
          value={to}
          max={max}
          required={!props.isOpen}
          onChange={(last) => change(last !== undefined && from !== undefined && from > last ? last : from, last)}
        />
      </div>
    </div>
  )
}
