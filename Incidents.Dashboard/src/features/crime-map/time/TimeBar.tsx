import { addDays } from '@shared/format/days'
import { useFormat } from '@shared/format/useFormat'
import { Button } from '@shared/ui/Button'
import { ChoiceField } from '@shared/ui/Fields'
import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DayWindow } from './DayWindow'
import type { DayRange } from './dayRange'
import { daysBetween } from '../search/period'
import { steps, type Change } from '../search/search'
import type { Settings } from '../search/settings'
import type { Days } from './useDays'
import type { Playback } from './usePlayback'
import { classes } from '@shared/ui/classes'
import styles from './TimeBar.module.css'
import panel from '@shared/ui/Panel.module.css'

interface Props {
  readonly settings: Settings
  readonly days: Days
  readonly playback: Playback
  readonly onChange: (change: Change) => void
}

/** The days that there are, and among them the period: moved by its ends, or played. */
export const TimeBar = memo(function TimeBar({ settings, days, playback, onChange }: Props) {
  const { t } = useTranslation('crime-map')
  const { day } = useFormat()
  const last = settings.period.to > settings.today ? settings.period.to : settings.today
  const [draft, setDraft] = useState<DayRange>()
  const range = draft ?? {
    from: daysBetween(days.first, settings.period.from),
    to: daysBetween(days.first, settings.period.to),
  }
  const commit = () => {
    if (!draft) return
    setDraft(undefined)
    onChange({
      from: addDays(days.first, draft.from),
      to: addDays(days.first, draft.to),
      scaleFrom: undefined,
      scaleTo: undefined,
    })
  }
  const nameOf = (index: number) => day(addDays(days.first, index))
  return (
    <section className={classes(styles['bar'], panel['panel'])} aria-label={t('time')}>
      <Button aria-label={playback.isPlaying ? t('pause') : t('play')} onPress={playback.toggle}>
        <span aria-hidden="true">{playback.isPlaying ? '❚❚' : '▶'}</span>
      </Button>
      <div className={styles['slider']}>
        <p className={styles['label']}>
          <strong>{t('days', { from: nameOf(range.from), to: nameOf(range.to) })}</strong>
          <span>{t('daysChosen', { number: range.to - range.from + 1 })}</span>
        </p>
        <DayWindow
          counts={days.counts}
          days={daysBetween(days.first, last) + 1}
          range={range}
          nameOf={nameOf}
          onMove={setDraft}
          onDone={commit}
        />
      </div>
      <ChoiceField
        label={t('step')}
        value={settings.step}
        options={steps.map((step) => ({ value: step, name: t(`steps.${step}`) }))}
        onChange={(step) => onChange({ step: step === 'week' ? undefined : step })}
      />
    </section>
  )
})
