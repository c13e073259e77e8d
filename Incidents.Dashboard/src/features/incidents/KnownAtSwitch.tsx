import { useFormat } from '@shared/format/useFormat'
import { inZone } from '@shared/format/zones'
import { Button } from '@shared/ui/Button'
import { ChoiceField } from '@shared/ui/Fields'
import { Notice } from '@shared/ui/Notice'
import { useTranslation } from 'react-i18next'
import { indexOf, momentsOf } from './moments'
import type { Entry } from './queries'
import { useEventName } from './useEventName'
import styles from './KnownAtSwitch.module.css'

interface Props {
  readonly timeline: readonly Entry[]
  readonly knownAt: string | undefined
  /** Of the incident's town: a link may write a moment by the clock of another zone. */
  readonly zone: string
  readonly onChange: (knownAt: string | undefined) => void
}

const now = 'now'

/** Goes back to how it looked after each thing that the centre learned. */
export function KnownAtSwitch({ timeline, knownAt, zone, onChange }: Props) {
  const { t } = useTranslation('incidents')
  const { localMoment } = useFormat()
  const eventName = useEventName()
  const moments = momentsOf(timeline)
  const chosen = indexOf(moments, knownAt)
  const at = knownAt === undefined ? moments.length : chosen
  const isElsewhere = knownAt !== undefined && chosen < 0
  return (
    <div className={styles['knownAt']}>
      <ChoiceField
        label={t('asKnownAt')}
        value={moments[chosen]?.knownAt ?? knownAt ?? now}
        options={[
          { value: now, name: t('asKnownNow') },
          ...(isElsewhere ? [{ value: knownAt, name: localMoment(inZone(knownAt, zone)) }] : []),
          ...moments
            .map((moment) => ({
              value: moment.knownAt,
              name: `${localMoment(moment.knownAt)} · ${eventName(moment.last)}`,
            }))
            .reverse(),
        ]}
        onChange={(value) => onChange(value === now ? undefined : value)}
      />
      <Button isDisabled={at <= 0} onPress={() => onChange(moments[at - 1]?.knownAt)}>
        {t('earlier')}
      </Button>
      <Button isDisabled={knownAt === undefined} onPress={() => onChange(moments[at + 1]?.knownAt)}>
        {t('later')}
      </Button>
      {knownAt === undefined ? null : <Notice>{t('thenMeans', { moment: localMoment(inZone(knownAt, zone)) })}</Notice>}
    </div>
  )
}
