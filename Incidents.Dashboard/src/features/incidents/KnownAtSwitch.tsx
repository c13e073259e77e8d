import { useFormat } from '@shared/format/useFormat'
import { Button } from '@shared/ui/Button'
import { ChoiceField } from '@shared/ui/Fields'
import { Notice } from '@shared/ui/Notice'
import { useTranslation } from 'react-i18next'
import { momentsOf } from './moments'
import type { Entry } from './queries'
import { useEventName } from './useEventName'
import styles from './KnownAtSwitch.module.css'

interface Props {
  readonly timeline: readonly Entry[]
  readonly knownAt: string | undefined
  readonly onChange: (knownAt: string | undefined) => void
}

const now = 'now'

/** Goes back to how it looked after each thing that the centre learned. */
export function KnownAtSwitch({ timeline, knownAt, onChange }: Props) {
  const { t } = useTranslation('incidents')
  const { localMoment } = useFormat()
  const eventName = useEventName()
  const moments = momentsOf(timeline)
  const chosen = moments.findIndex((moment) => moment.knownAt === knownAt)
  const at = knownAt === undefined ? moments.length : chosen
  const isElsewhere = knownAt !== undefined && chosen < 0
  return (
    <div className={styles['knownAt']}>
      <ChoiceField
        label={t('asKnownAt')}
        value={knownAt ?? now}
        options={[
          { value: now, name: t('asKnownNow') },
          ...(isElsewhere ? [{ value: knownAt, name: localMoment(knownAt) }] : []),
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
      {knownAt === undefined ? null : <Notice>{t('thenMeans', { moment: localMoment(knownAt) })}</Notice>}
    </div>
  )
}
