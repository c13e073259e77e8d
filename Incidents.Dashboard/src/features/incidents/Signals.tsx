import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useMayVariables } from '@shared/session/may'
import { Badge } from '@shared/ui/Badge'
import { Panel } from '@shared/ui/Panel'
import { Answered } from '@shared/ui/states'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DeviceLink } from './DeviceLink'
import { Hold } from './Hold'
import { Media } from '@shared/ui/Media'
import type { File } from './queries'
import { alertQuery, sosCallQuery, violationQuery } from './signalQueries'
import { useAlertState } from './useAlertState'
import styles from './Signals.module.css'

/** The alerts, calls and violations that are linked to an incident, as they are known now. */
export function Signals({ signals }: { readonly signals: File['signals'] }) {
  const { t } = useTranslation('incidents')
  if (signals.length === 0) return null
  return (
    <Panel title={t('signals')}>
      <ul className={styles['signals']}>
        {signals.map(({ kind, id }) => (
          <li key={id} id={id}>
            {kind === 'ALERT' ? <Alert id={id} /> : kind === 'SOS_CALL' ? <SosCall id={id} /> : <Violation id={id} />}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Alert({ id }: { readonly id: string }) {
  const { t } = useTranslation('incidents')
  const { percent } = useFormat()
  const stateOf = useAlertState()
  const may = useMayVariables('exact', 'person')
  return (
    <Answered answer={partOf(useAnswer(alertQuery, { id, ...may }), 'alert')}>
      {(alert) => (
        <Signal kind={t('subjects.ALERT')} of={alert} state={stateOf(alert)}>
          {alert.confidence == null ? null : <Detail name={t('confidence')}>{percent(alert.confidence)}</Detail>}
          {alert.plate == null ? null : <Detail name={t('plate')}>{alert.plate}</Detail>}
          {alert.snapshot == null ? null : (
            <Media uri={alert.snapshot.uri} sha256={alert.snapshot.sha256 ?? null} label={t('picture')} isPicture />
          )}
          {alert.clip == null ? null : (
            <Media uri={alert.clip.uri} sha256={alert.clip.sha256 ?? null} label={t('recording')} />
          )}
        </Signal>
      )}
    </Answered>
  )
}

function SosCall({ id }: { readonly id: string }) {
  const { t } = useTranslation('incidents')
  const { seconds } = useFormat()
  const may = useMayVariables('exact')
  return (
    <Answered answer={partOf(useAnswer(sosCallQuery, { id, ...may }), 'sosCall')}>
      {(call) => (
        <Signal kind={t('subjects.SOS_CALL')} of={call} state={t(`sosStatuses.${call.status}`)}>
          {call.waitedSeconds == null ? null : <Detail name={t('waited')}>{seconds(call.waitedSeconds)}</Detail>}
        </Signal>
      )}
    </Answered>
  )
}

function Violation({ id }: { readonly id: string }) {
  const { t } = useTranslation('incidents')
  const may = useMayVariables('exact', 'person')
  const answer = useAnswer(violationQuery, { id, ...may })
  return (
    <Answered answer={partOf(answer, 'violation')}>
      {(violation) => (
        <Signal kind={t('subjects.VIOLATION')} of={violation} state={t(`violationStatuses.${violation.status}`)}>
          <Detail name={t('article')}>{[violation.article, violation.part].filter((p) => p != null).join(', ')}</Detail>
          {violation.plate == null ? null : <Detail name={t('plate')}>{violation.plate}</Detail>}
          <Hold of={violation} onLifted={answer.refresh} />
        </Signal>
      )}
    </Answered>
  )
}

interface SignalProps {
  readonly kind: string
  readonly of: {
    readonly category: string
    readonly city: string
    readonly occurredAt: string
    readonly timePrecision: File['timePrecision']
    readonly deviceId?: string | null
  }
  readonly state: string
  readonly children: ReactNode
}

function Signal({ kind, of: { category, city, occurredAt, timePrecision, deviceId }, state, children }: SignalProps) {
  const { t } = useTranslation('incidents')
  const { categoryName } = useCatalogue()
  const { occurred } = useFormat()
  return (
    <>
      <p>
        <strong>{kind}</strong> · {categoryName(category)} <Badge>{state}</Badge>
      </p>
      <Detail name={t('occurred')}>{occurred(occurredAt, timePrecision)}</Detail>
      {deviceId == null ? null : (
        <Detail name={t('device')}>
          <DeviceLink id={deviceId} city={city} />
        </Detail>
      )}
      {children}
    </>
  )
}

const Detail = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <p>
    <span className={styles['name']}>{name}:</span> {children}
  </p>
)
