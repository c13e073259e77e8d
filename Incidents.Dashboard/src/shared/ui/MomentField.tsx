import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { inZone, momentOf, offsetName } from '../format/zones'
import { lastDay } from '../routing/search'
import { DayField } from './DayField'
import { TimeField } from './TimeField'
import styles from './Fields.module.css'

interface Props {
  readonly label: string
  /** With an offset from UTC; shown by the clocks of the zone. */
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
  /** IANA name of the time zone. */
  readonly zone: string
  readonly min?: string | undefined
  readonly max?: string | undefined
}

/** A day and a time by the clocks of a zone, which is named. */
export function MomentField({ label, value, onChange, zone, min, max }: Props) {
  const { t } = useTranslation('shared')
  const written = value === undefined ? '' : inZone(value, zone)
  const [draft, setDraft] = useState(partsOf(written))
  const [shown, setShown] = useState(written)
  if (shown !== written) {
    setShown(written)
    setDraft(partsOf(written))
  }
  const take = (day: string | undefined, time: string | undefined) => {
    setDraft({ day, time })
    if (day === undefined) onChange(undefined)
    else onChange(momentOf(day, time ?? '00:00', zone))
  }
  const offset = offsetName(zone, Date.parse(value ?? lastDay()))
  return (
    <fieldset className={styles['group']}>
      <legend>
        {label} <span className={styles['zone']}>{t('zone', { zone, offset })}</span>
      </legend>
      <DayField label={t('day')} value={draft.day} min={min} max={max} onChange={(day) => take(day, draft.time)} />
      <TimeField label={t('time')} value={draft.time} onChange={(time) => take(draft.day, time)} />
    </fieldset>
  )
}

interface Parts {
  readonly day: string | undefined
  readonly time: string | undefined
}

const partsOf = (written: string): Parts =>
  written === '' ? { day: undefined, time: undefined } : { day: written.slice(0, 10), time: written.slice(11, 16) }
