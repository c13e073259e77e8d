import { addDays } from '@shared/format/days'
import { useFormat } from '@shared/format/useFormat'
import { Button } from '@shared/ui/Button'
import { ChoiceField } from '@shared/ui/Fields'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { daysBetween } from './period'
import { steps, type Change } from './search'
import type { Settings } from './settings'
import type { Days } from './useDays'
import type { Playback } from './usePlayback'

interface Props {
  readonly settings: Settings
  readonly days: Days
  readonly playback: Playback
  readonly onChange: (change: Change) => void
}

/** The days that there are, and among them the period: moved by its ends, or played. */
export function TimeBar({ settings, days, playback, onChange }: Props) {
  const { t } = useTranslation('crime-map')
  const { day } = useFormat()
  const last = settings.period.to > settings.today ? settings.period.to : settings.today
  const span = daysBetween(days.first, last)
  const [first, end] = [daysBetween(days.first, settings.period.from), daysBetween(days.first, settings.period.to)]
  const [draft, setDraft] = useState<readonly [number, number]>()
  const [from, to] = draft ?? [first, end]
  const commit = () => {
    if (!draft) return
    setDraft(undefined)
    onChange({
      from: addDays(days.first, draft[0]),
      to: addDays(days.first, draft[1]),
      scaleFrom: undefined,
      scaleTo: undefined,
    })
  }
  const name = (index: number) => day(addDays(days.first, index))
  return (
    <section className="time-bar panel" aria-label={t('time')}>
      <Button aria-label={playback.isPlaying ? t('pause') : t('play')} onPress={playback.toggle}>
        <span aria-hidden="true">{playback.isPlaying ? '❚❚' : '▶'}</span>
      </Button>
      <div className="time-slider">
        <p className="time-label">
          <strong>{t('days', { from: name(from), to: name(to) })}</strong>
          <span>{t('daysChosen', { number: to - from + 1 })}</span>
        </p>
        <div className="time-track">
          <DayBars counts={days.counts} from={from} to={to} />
          <DayEnd
            label={t('from')}
            value={from}
            min={0}
            max={span}
            name={name}
            onDone={commit}
            onChange={(value) => setDraft([Math.min(value, to), to])}
          />
          <DayEnd
            label={t('to')}
            value={to}
            min={0}
            max={span}
            name={name}
            onDone={commit}
            onChange={(value) => setDraft([from, Math.max(value, from)])}
          />
        </div>
      </div>
      <ChoiceField
        label={t('step')}
        value={settings.step}
        options={steps.map((step) => ({ value: step, name: t(`steps.${step}`) }))}
        onChange={(step) => onChange({ step: step === 'week' ? undefined : step })}
      />
    </section>
  )
}

interface EndProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly name: (index: number) => string
  readonly onChange: (value: number) => void
  readonly onDone: () => void
}

function DayEnd({ label, value, min, max, name, onChange, onDone }: EndProps) {
  const id = useId()
  return (
    <>
      <label className="visually-hidden" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        type="range"
        value={value}
        min={min}
        max={max}
        aria-valuetext={name(value)}
        onChange={(event) => onChange(Number(event.target.value))}
        onPointerUp={onDone}
        onKeyUp={onDone}
        onBlur={onDone}
      />
    </>
  )
}

interface BarsProps {
  readonly counts: readonly number[]
  readonly from: number
  readonly to: number
}

/** How much was counted each day: decoration, the table of days is on other pages. */
function DayBars({ counts, from, to }: BarsProps) {
  const most = Math.max(1, ...counts)
  return (
    <svg
      className="day-bars"
      viewBox={`0 0 ${Math.max(1, counts.length)} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {counts.map((count, index) => (
        <rect
          key={index}
          x={index + 0.1}
          width={0.8}
          y={1 - count / most}
          height={count / most}
          data-chosen={index >= from && index <= to}
        />
      ))}
    </svg>
  )
}
