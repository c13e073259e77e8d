import { useAnswer } from '@shared/graphql/useAnswer'
import { useMayVariables } from '@shared/session/may'
import { Answered } from '@shared/ui/states'
import { useCallback, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { QueueName } from '../queue'
import type { Transport } from '../stream'
import { actionsOf } from './actions'
import { Around } from './Around'
import { Clocks } from './Clocks'
import { Fact, Facts } from './Facts'
import { factsOf } from './facts'
import { Frame, type Around as Board } from './Frame'
import { Links } from './Links'
import { command } from './commands'
import { Plan } from './Plan'
import { tickPlanStepMutation } from './planCommands'
import { incidentQuery } from './queries'
import { Units } from './Units'
import { useIncidentChanges } from './useIncidentChanges'

interface Props extends Board {
  readonly id: string
  readonly since: string | undefined
  readonly transport: Transport
  readonly onGo: (queue: QueueName, id: string) => void
}

// An escalation is no event of the incident itself.
const again = 15

/** An incident with all that is needed to work on it. */
export function IncidentPanel({ id, since, transport, onGo, ...board }: Props) {
  const { t } = useTranslation('live')
  const may = useMayVariables('device')
  const answer = useAnswer(incidentQuery, { id, ...may }, { everySeconds: again })
  const { refresh } = answer
  const latest = useRef(refresh)
  useEffect(() => {
    latest.current = refresh
  })
  useIncidentChanges(
    transport,
    id,
    useCallback(() => latest.current(), []),
  )
  const { onAsk, asked, work } = board
  const shown = useCallback(() => onAsk(undefined), [onAsk])
  return (
    <Answered answer={answer}>
      {({ incident }) => {
        if (incident == null) return <p>{t('unknown')}</p>
        const facts = factsOf('incidents', incident)
        const actions = actionsOf(facts, work.who)
        const isOpen = actions.includes('units')
        const isAsked = (name: 'units' | 'plan') => asked?.name === name && asked.id === id
        return (
          <Frame {...board} facts={facts} since={since}>
            <Clocks targets={incident.targets} ahead={board.ahead} />
            <Units
              incident={incident}
              work={work}
              isOpen={isOpen}
              isAsked={isAsked('units')}
              onShown={shown}
              onDivert={(unit) => onAsk({ name: 'divert', id, subject: unit })}
            />
            {incident.plan == null ? null : (
              <Plan
                plan={incident.plan}
                mayTick={actions.includes('plan')}
                isAsked={isAsked('plan')}
                onShown={shown}
                onTick={(step) =>
                  void work.send(`tick ${id} ${step}`, command(tickPlanStepMutation, { id, step }), t('done.tick'))
                }
                onUntick={(step) => onAsk({ name: 'untick', id, subject: step })}
              />
            )}
            <Around
              incident={incident}
              onLift={(hazard) => onAsk({ name: 'liftHazard', id, subject: hazard })}
              onGo={(one) => onGo('incidents', one)}
            />
            <Links incident={incident} work={work} onGo={onGo} />
            <Facts facts={facts}>
              {incident.description == null ? null : <Fact name={t('field.description')}>{incident.description}</Fact>}
              <Fact name={t('choice.book.KUI')}>{incident.kuiNumber ?? '–'}</Fact>
              <Fact name={t('choice.book.ERDR')}>{incident.erdrNumber ?? '–'}</Fact>
            </Facts>
          </Frame>
        )
      }}
    </Answered>
  )
}
