import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { AvailabilityTable } from './AvailabilityTable'
import { RollOutTable } from './RollOutTable'
import { deviceFiguresQuery } from './queries'
import { addDays } from '../format/days'
import { useFormat } from '../format/useFormat'
import { partOf } from '../graphql/partOf'
import { useAnswer } from '../graphql/useAnswer'
import { Answered } from '../ui/states'
import styles from './DeviceFigures.module.css'

interface Props {
  readonly from: string
  /** The first day that no longer counts. */
  readonly until: string
  readonly cities: readonly string[] | undefined
}

/** Availability of the last days, and the roll-out against the plan. */
export function DeviceFigures({ from, until, cities }: Props) {
  const { t } = useTranslation('shared')
  const { day } = useFormat()
  const asked = useMemo(() => ({ from, until, cities: cities ?? null }), [from, until, cities])
  const answer = useAnswer(deviceFiguresQuery, asked)
  return (
    <div className={styles['figures']}>
      <h3>{t('devices.availability', { from: day(from), until: day(addDays(until, -1)) })}</h3>
      <p className={styles['note']}>{t('devices.availabilityMeans')}</p>
      <Answered answer={partOf(answer, 'deviceAvailability')}>
        {(parts) => <AvailabilityTable label={t('devices.availabilityOf')} parts={parts} />}
      </Answered>
      <h3>{t('devices.rollOut')}</h3>
      <p className={styles['note']}>{t('devices.rollOutMeans')}</p>
      <Answered answer={partOf(answer, 'rollOut')}>
        {(rollOut) => <RollOutTable label={t('devices.rollOut')} rollOut={rollOut} />}
      </Answered>
    </div>
  )
}
