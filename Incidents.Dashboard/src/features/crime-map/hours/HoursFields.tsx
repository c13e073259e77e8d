import { Button } from '@shared/ui/Button'
import { ChoiceField } from '@shared/ui/Fields'
import { Toggle } from '@shared/ui/Toggle'
import { useTranslation } from 'react-i18next'
import { clock } from './useHoursText'
import { useWeekdays } from './useWeekdays'
import type { Hours } from '@shared/hours/hours'
import controls from '../filters/controls.module.css'

interface Props {
  readonly hours: Hours | undefined
  readonly onChange: (hours: Hours | undefined) => void
}

const wholeWeek: Hours = { days: [1, 7], hours: [0, 23] }

/** The brushed hours without a brush. What ends before it begins ends on the next day, or in the next week. */
export function HoursFields({ hours, onChange }: Props) {
  const { t } = useTranslation('crime-map')
  const weekdays = useWeekdays()
  const chosen = hours ?? wholeWeek
  const { days, hours: clocks } = chosen
  const dayOptions = weekdays.map((name, index) => ({ value: String(index + 1), name }))
  const hourOptions = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), name: clock(hour) }))
  const lastHourOptions = hourOptions.map(({ value }) => ({ value, name: clock(Number(value) + 1) }))
  return (
    <>
      <Toggle
        label={t('hoursKind')}
        value={chosen.inOneGo ? 'inOneGo' : 'daily'}
        options={(['daily', 'inOneGo'] as const).map((kind) => ({
          value: kind,
          content: t(`hoursKinds.${kind}`),
          label: t(`hoursKinds.${kind}`),
        }))}
        onChange={(kind) => onChange({ days, hours: clocks, ...(kind === 'inOneGo' ? { inOneGo: true } : {}) })}
      />
      <div className={controls['fields']}>
        <ChoiceField
          label={t('firstDay')}
          value={String(days[0])}
          options={dayOptions}
          onChange={(day) => onChange({ ...chosen, days: [Number(day), days[1]] })}
        />
        <ChoiceField
          label={t('lastDay')}
          value={String(days[1])}
          options={dayOptions}
          onChange={(day) => onChange({ ...chosen, days: [days[0], Number(day)] })}
        />
        <ChoiceField
          label={t('firstHour')}
          value={String(clocks[0])}
          options={hourOptions}
          onChange={(hour) => onChange({ ...chosen, hours: [Number(hour), clocks[1]] })}
        />
        <ChoiceField
          label={t('lastHour')}
          value={String(clocks[1])}
          options={lastHourOptions}
          onChange={(hour) => onChange({ ...chosen, hours: [clocks[0], Number(hour)] })}
        />
        {hours ? (
          <Button quiet onPress={() => onChange(undefined)}>
            {t('allHours')}
          </Button>
        ) : null}
      </div>
    </>
  )
}
