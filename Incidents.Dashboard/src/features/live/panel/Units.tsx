import { useFormat } from '@shared/format/useFormat'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useMay } from '@shared/session/may'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ChoiceButton } from './Choice'
import { command, type Command } from './commands'
import { recommendedQuery, type LiveIncident } from './queries'
import { arrivalMutation, assignMutation, cancelUnitMutation, releaseUnitMutation } from './sceneCommands'
import { Section, focusFirst } from './Section'
import type { Work } from './useWork'
import styles from './Work.module.css'

interface Props {
  readonly incident: LiveIncident
  readonly work: Work
  /** Whether units can be sent and called off now. */
  readonly isOpen: boolean
  /** Whether the key of this part was pressed. */
  readonly isAsked: boolean
  readonly onShown: () => void
  readonly onDivert: (unit: string) => void
}

const again = 15

/** The units that were sent, and those that could be, with how far they have it. */
export function Units({ incident, work, isOpen, isAsked, onShown, onDivert }: Props) {
  const { t } = useTranslation('live')
  const { seconds, number, time } = useFormat()
  const section = useRef<HTMLElement>(null)
  const mayOperate = useMay('operate')
  const mayReport = useMay('unit-report')
  const mayDispatch = useMay('dispatch')
  const { id, units } = incident
  const isAsking = isOpen && mayOperate && mayDispatch
  const { data, error, refresh } = useAnswer(recommendedQuery, { id }, { everySeconds: again, pause: !isAsking })
  const recommended = data?.recommendedUnits
  const isThere = !isAsking || recommended !== undefined || error !== undefined

  // Who was sent is free no more, and who was called off is free again.
  const sent = units.map(({ unit, status }) => `${unit} ${status}`).join()
  const seen = useRef(sent)
  useEffect(() => {
    if (seen.current === sent) return
    seen.current = sent
    if (isAsking) refresh()
  }, [sent, isAsking, refresh])
  useEffect(() => {
    if (!isAsked || !isThere) return
    focusFirst(section.current)
    onShown()
  }, [isAsked, isThere, onShown])

  const send = (name: 'arrived' | 'freed' | 'calledOff' | 'assigned', unit: string, what: Command) =>
    void work.send(`${name} ${id} ${unit}`, what, t(`done.${name}`, { unit }))
  const there = units.filter(({ status }) => status === 'ASSIGNED' || status === 'ON_SCENE')
  const over = units.filter(({ status }) => status !== 'ASSIGNED' && status !== 'ON_SCENE')
  return (
    <Section ref={section} title={t('part.units')} letter={isAsking ? 'U' : undefined}>
      {there.length === 0 && !isAsking ? <p>{t('noUnits')}</p> : null}
      <ul className={styles['lines']}>
        {there.map(({ unit, status, since, arrivedAt, cameWith }) => (
          <li key={`${unit} ${since}`} data-unit={unit} data-state={status}>
            <span>
              <b>{unit}</b> {t(`unitState.${status}`)} {time(arrivedAt ?? since)}
            </span>
            {/* What came with a merged incident is called off where it was sent. */}
            {cameWith != null ? null : (
              <span className={styles['buttons']}>
                {mayReport && status === 'ASSIGNED' ? (
                  <ChoiceButton
                    label={t('arriveOf', { unit })}
                    onPress={() => send('arrived', unit, command(arrivalMutation, { id, unit }))}
                  >
                    {t('arrive')}
                  </ChoiceButton>
                ) : null}
                {mayReport && status === 'ON_SCENE' ? (
                  <ChoiceButton
                    label={t('freeOf', { unit })}
                    onPress={() => send('freed', unit, command(releaseUnitMutation, { id, unit }))}
                  >
                    {t('free')}
                  </ChoiceButton>
                ) : null}
                {mayOperate && status === 'ASSIGNED' ? (
                  <>
                    <ChoiceButton
                      label={t('callOffOf', { unit })}
                      onPress={() => send('calledOff', unit, command(cancelUnitMutation, { id, unit }))}
                    >
                      {t('callOff')}
                    </ChoiceButton>
                    <ChoiceButton label={t('divertOf', { unit })} onPress={() => onDivert(unit)}>
                      {t('divert')}
                    </ChoiceButton>
                  </>
                ) : null}
              </span>
            )}
          </li>
        ))}
      </ul>
      {over.length === 0 ? null : (
        <p className={styles['small']}>
          {over.map(({ unit, status }) => `${unit}: ${t(`unitState.${status}`)}`).join(' · ')}
        </p>
      )}
      {!isAsking || recommended == null ? null : (
        <>
          <p className={styles['small']}>
            {recommended.isPlaceUnknown
              ? t('placeUnknown')
              : t('straightLine', { speed: number(recommended.kilometresPerHour) })}
          </p>
          {recommended.units.length === 0 ? <p>{t('noFreeUnits')}</p> : null}
          <ul className={styles['lines']}>
            {recommended.units.map(({ unit, distanceMetres, travelSeconds, from }) => (
              <li key={unit.id} data-free={unit.callSign}>
                <span>
                  <b>{unit.callSign}</b> {t(`unitKind.${unit.kind}`)} ·{' '}
                  {t('metres', { metres: number(distanceMetres) })} · {seconds(Math.round(travelSeconds))}
                  {from === 'STAND_BY' ? ` · ${t('standBy')}` : null}
                </span>
                <ChoiceButton
                  label={t('assignOf', { unit: unit.callSign })}
                  onPress={() => send('assigned', unit.callSign, command(assignMutation, { id, unit: unit.callSign }))}
                >
                  {t('assign')}
                </ChoiceButton>
              </li>
            ))}
          </ul>
          {recommended.withoutPlace.length === 0 ? null : (
            <p className={styles['small']}>{t('withoutPlace', { units: recommended.withoutPlace.join(', ') })}</p>
          )}
        </>
      )}
    </Section>
  )
}
