import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { useAnswer } from '@shared/graphql/useAnswer'
import { Badge } from '@shared/ui/Badge'
import { Answered } from '@shared/ui/states'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Seen } from '../Seen'
import { ChoiceButton } from './Choice'
import { Clocks } from './Clocks'
import { Fact, Facts } from './Facts'
import { factsOf } from './facts'
import { Frame, type Around } from './Frame'
import { alertQuery, sosCallQuery, violationQuery, type LiveViolation } from './queries'

interface Props extends Around {
  readonly id: string
  readonly since: string | undefined
  /** Number of its events, as its queue says; undefined where it is in none. */
  readonly version: number | undefined
  readonly onIncident: (id: string) => void
}

// What has left its queue is told by no stream.
const again = 15

/** Asks again when the queue says that something has changed, also when it leaves the queue. */
function useFollowing(refresh: () => void, version: number | undefined) {
  const seen = useRef(version)
  useEffect(() => {
    if (seen.current === version) return
    seen.current = version
    refresh()
  }, [version, refresh])
}

export function AlertPanel({ id, since, version, onIncident, ...board }: Props) {
  const { t } = useTranslation('live')
  const { percent, localMoment } = useFormat()
  const { categoryName } = useCatalogue()
  const answer = useAnswer(alertQuery, { id }, { everySeconds: again })
  useFollowing(answer.refresh, version)
  return (
    <Answered answer={answer}>
      {({ alert }) => {
        if (alert == null) return <p>{t('unknown')}</p>
        const { judgement } = alert
        const facts = factsOf('alerts', alert)
        return (
          <Frame {...board} facts={facts} since={since}>
            <Seen
              snapshotLink={alert.snapshotLink ?? null}
              clipLink={alert.clipLink ?? null}
              liveLink={alert.liveLink ?? null}
              isReported={alert.snapshot != null}
              label={categoryName(alert.category)}
            />
            <Facts facts={facts}>
              {alert.confidence == null ? null : <Fact name={t('confidence')}>{percent(alert.confidence)}</Fact>}
              {alert.plate == null ? null : <Fact name={t('plate')}>{alert.plate}</Fact>}
              {alert.endedAt == null ? null : (
                <Fact name={t('state')}>
                  <Badge>{t('ended')}</Badge>
                </Fact>
              )}
              {judgement == null ? null : (
                <Fact name={t('judgement')}>
                  {t(`outcome.${judgement.outcome}`)}, {judgement.by}, {localMoment(judgement.judgedAt)}
                </Fact>
              )}
              <LinkedIncident id={facts.incidentId} onIncident={onIncident} />
            </Facts>
          </Frame>
        )
      }}
    </Answered>
  )
}

export function CallPanel({ id, since, version, onIncident, ...board }: Props) {
  const { t } = useTranslation('live')
  const { localMoment } = useFormat()
  const answer = useAnswer(sosCallQuery, { id }, { everySeconds: again })
  useFollowing(answer.refresh, version)
  return (
    <Answered answer={answer}>
      {({ sosCall: call }) => {
        if (call == null) return <p>{t('unknown')}</p>
        const facts = factsOf('calls', call)
        return (
          <Frame {...board} facts={facts} since={since}>
            <Clocks targets={call.targets} ahead={board.ahead} />
            <Facts facts={facts}>
              {call.answeredAt == null ? null : (
                <Fact name={t('answeredBy')}>
                  {call.answeredBy ?? '–'}, {localMoment(call.answeredAt)}
                </Fact>
              )}
              {call.escalatedTo == null ? null : <Fact name={t('passedOnTo')}>{call.escalatedTo}</Fact>}
              <LinkedIncident id={facts.incidentId} onIncident={onIncident} />
            </Facts>
          </Frame>
        )
      }}
    </Answered>
  )
}

export function ViolationPanel({ id, since, version, onIncident, ...board }: Props) {
  const { t } = useTranslation('live')
  const answer = useAnswer(violationQuery, { id }, { everySeconds: again })
  useFollowing(answer.refresh, version)
  return (
    <Answered answer={answer}>
      {({ violation }) => {
        if (violation == null) return <p>{t('unknown')}</p>
        const facts = factsOf('violations', violation)
        return (
          <Frame {...board} facts={facts} since={since}>
            <Facts facts={facts}>
              <Fact name={t('article')}>
                {violation.part == null
                  ? violation.article
                  : t('articlePart', { article: violation.article, part: violation.part })}
              </Fact>
              {violation.plate == null ? null : <Fact name={t('plate')}>{violation.plate}</Fact>}
              {violation.hold == null ? null : (
                <Fact name={t('held')}>
                  <Hold hold={violation.hold} />
                </Fact>
              )}
              <LinkedIncident id={facts.incidentId} onIncident={onIncident} />
            </Facts>
          </Frame>
        )
      }}
    </Answered>
  )
}

/** Why it waits for a person, with what speaks against the capture. */
function Hold({ hold }: { readonly hold: NonNullable<LiveViolation['hold']> }) {
  const { t } = useTranslation('live')
  const { number, seconds, localMoment } = useFormat()
  const parts = [
    t(`hold.${hold.reason}`),
    hold.note,
    hold.distanceMetres == null ? null : t('metres', { metres: number(Math.round(hold.distanceMetres)) }),
    hold.seconds == null ? null : seconds(Math.round(hold.seconds)),
    hold.leastKmPerHour == null ? null : t('atLeastKmPerHour', { speed: number(hold.leastKmPerHour) }),
    hold.driftKmPerHour == null ? null : t('driftKmPerHour', { speed: number(hold.driftKmPerHour, 1) }),
    `${hold.by}, ${localMoment(hold.heldAt)}`,
  ]
  return parts.filter((part) => part != null).join(' · ')
}

interface LinkProps {
  readonly id: string | null
  readonly onIncident: (id: string) => void
}

function LinkedIncident({ id, onIncident }: LinkProps) {
  const { t } = useTranslation('live')
  return id === null ? null : (
    <Fact name={t('incident')}>
      <ChoiceButton onPress={() => onIncident(id)}>{t('openIncident')}</ChoiceButton>
    </Fact>
  )
}
