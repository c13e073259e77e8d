import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { Badge } from '@shared/ui/Badge'
import { useTranslation } from 'react-i18next'
import { DeviceLink } from './DeviceLink'
import type { Entry } from './queries'
import { useEventName } from './useEventName'
import styles from './Timeline.module.css'

// Below this the two times say the same.
const sameMoment = 1_000

interface Props {
  readonly entries: readonly Entry[]
  /** The town of its devices. */
  readonly city: string
}

export function Timeline({ entries, city }: Props) {
  return (
    <ol className={styles['timeline']}>
      {entries.map((entry) => (
        <TimelineEntry key={entry.sequence} entry={entry} city={city} />
      ))}
    </ol>
  )
}

function TimelineEntry({ entry, city }: { readonly entry: Entry; readonly city: string }) {
  const { t } = useTranslation(['incidents', 'shared'])
  const eventName = useEventName()
  const { categoryName } = useCatalogue()
  const { localMoment, occurred, seconds } = useFormat()
  const wordsOf = (code: string | null) => (code === null ? null : t(`reasons.${code}`, { defaultValue: code }))
  // Of a time that is not known to the minute only the beginning of its hour, day or month is there.
  const late = entry.timePrecision === 'MINUTE' ? Date.parse(entry.knownAt) - Date.parse(entry.occurredAt) : 0
  const details = [
    entry.category == null ? null : categoryName(entry.category),
    entry.unit,
    wordsOf(entry.reasonCode),
    wordsOf(entry.outcomeCode),
  ].filter((detail) => detail != null)
  return (
    <li>
      <div className={styles['what']}>
        <strong>{eventName(entry)}</strong> <Badge>{t(`subjects.${entry.subject}`)}</Badge>
        {entry.isOrderUnknown ? <Badge tone="warn">{t('shared:orderUnknown')}</Badge> : null}
        {details.length === 0 ? null : <p>{details.join(' · ')}</p>}
        {entry.deviceId == null ? null : (
          <p>
            {t('device')}: <DeviceLink id={entry.deviceId} city={city} />
          </p>
        )}
      </div>
      <dl className={styles['times']}>
        <div>
          <dt>{t('occurred')}</dt>
          <dd>{occurred(entry.occurredAt, entry.timePrecision)}</dd>
        </div>
        <div>
          <dt>{t('known')}</dt>
          <dd>
            {localMoment(entry.knownAt)}
            {late < sameMoment ? null : <span className={styles['late']}> +{seconds(late / 1000)}</span>}
          </dd>
        </div>
        <div>
          <dt>{t('source')}</dt>
          <dd>{[entry.source, entry.by].filter((part) => part != null).join(' · ') || t('sourceUnknown')}</dd>
        </div>
        {entry.enteredBy == null || entry.enteredBy === entry.source || entry.enteredBy === entry.by ? null : (
          <div>
            <dt>{t('enteredBy')}</dt>
            <dd>{entry.enteredBy}</dd>
          </div>
        )}
      </dl>
    </li>
  )
}
