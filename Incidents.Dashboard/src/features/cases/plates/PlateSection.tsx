import { addDays, dayOf } from '@shared/format/days'
import { GivenPurpose, PurposeForm } from '@shared/session/PurposeForm'
import { usePurpose } from '@shared/session/purpose'
import { TextField } from '@shared/ui/Fields'
import { NumberField } from '@shared/ui/NumberField'
import { Panel } from '@shared/ui/Panel'
import { PeriodField } from '@shared/ui/PeriodField'
import { Empty } from '@shared/ui/states'
import { useTranslation } from 'react-i18next'
import type { PartProps } from '../shown'
import { Companions } from './Companions'
import { TrackView } from './TrackView'
import styles from '../Cases.module.css'

const usualDays = 30
// The server compares no longer period.
const mostDays = 92
const usualMinutes = 5

/** Where a plate was read, and which vehicles travelled with it. */
export default function PlateSection({ of, search, onChange }: PartProps) {
  const { t } = useTranslation('cases')
  const purpose = usePurpose()
  const { plate, first, last, minutes = usualMinutes } = search
  const today = dayOf(new Date().toISOString(), of.zone)
  const known = of.items.flatMap((item) => (item.kind === 'VEHICLE' && item.plate != null ? [item.plate] : []))
  const until = addDays(last ?? today, 1)
  const from = first ?? addDays(until, -usualDays)
  const isComparable = from > addDays(until, -mostDays - 1)
  return (
    <>
      <Panel title={t('sectionNames.plate')}>
        <div className={styles['fields']} data-screen-only>
          <TextField
            label={t('plate')}
            most={40}
            value={plate ?? (known.length === 1 ? known[0] : undefined)}
            onChange={(value) => onChange({ plate: value })}
          />
          <PeriodField
            isOpen
            label={t('period')}
            from={first}
            to={last}
            today={today}
            onChange={(period) => onChange({ first: period.from, last: period.to })}
          />
          <NumberField
            label={t('minutes')}
            value={minutes}
            min={1}
            max={60}
            onChange={(value) => onChange({ minutes: value === usualMinutes ? undefined : value })}
          />
        </div>
        <div className={styles['text']}>{purpose === null ? <PurposeForm /> : <GivenPurpose />}</div>
        {plate === undefined ? <Empty title={t('noPlate')} /> : null}
      </Panel>
      {plate === undefined || purpose === null ? null : (
        <>
          <TrackView of={of} plate={plate} from={first} until={last === undefined ? undefined : addDays(last, 1)} />
          {isComparable ? (
            <Companions
              plate={plate}
              from={from}
              until={until}
              minutes={minutes}
              onPlate={(other) => onChange({ plate: other })}
            />
          ) : (
            <Panel title={t('companions')}>
              <Empty title={t('periodTooLong')} />
            </Panel>
          )}
        </>
      )}
    </>
  )
}
