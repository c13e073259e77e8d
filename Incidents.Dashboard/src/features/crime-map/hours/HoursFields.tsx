import { Button } from '@shared/ui/Button'
import { ChoiceField } from '@shared/ui/Fields'
import { useTranslation } from 'react-i18next'
import { clock } from './useHoursText'
import { useWeekdays } from './useWeekdays'
import type { Hours } from './hours'
import controls from '../filters/controls.module.css'

interface Props {
  readonly hours: Hours | undefined
  readonly onChange: (hours: Hours | undefined) => void
}

const wholeWeek: Hours = { days: [1, 7], hours: [0, 23] }
const ordered = (a: number, b: number) => [Math.min(a, b), Math.max(a, b)] as const

/** The brushed hours without a brush. */
export function HoursFields({ hours, onChange }: Props) {
  const { t } = useTranslation('crime-map')
  const weekdays = useWeekdays()
  const { days, hours: clocks } = hours ?? wholeWeek
  const dayOptions = weekdays.map((name, index) => ({ value: String(index + 1), name }))
  const hourOptions = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), name: clock(hour) }))
  const lastHourOptions = hourOptions.map(({ value }) => ({ value, name: clock(Number(value) + 1) }))
  return (
    <div className={controls['fields']}>
      <ChoiceField
        label={t('firstDay')}
        value={String(days[0])}
        options={dayOptions}
        onChange={(day) => onChange({ days: ordered(Number(day), days[1]), hours: clocks })}
      />
      <ChoiceField
        label={t('lastDay')}
        value={String(days[1])}
        options={dayOptions}
        onChange={(day) => onChange({ days: ordered(days[0], Number(day)), hours: clocks })}
      />
      <ChoiceField
        label={t('firstHour')}
        value={String(clocks[0])}
        options={hourOptions}
        onChange={(hour) => onChange({ days, hours: ordered(Number(hour), clocks[1]) })}
      />
      <ChoiceField
        label={t('lastHour')}
        value={String(clocks[1])}
        options={lastHourOptions}
        onChange={(hour) => onChange({ days, hours: ordered(clocks[0], Number(hour)) })}
      />
      {hours ? (
        <Button quiet onPress={() => onChange(undefined)}>
          {t('allHours')}
        </Button>
      ) : null}
    </div>
  )
}
