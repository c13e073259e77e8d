import { useFormat } from '@shared/format/useFormat'
import { useMay } from '@shared/session/may'
import { useTranslation } from 'react-i18next'
import type { QueueName } from '../queue'
import { ChoiceButton } from './Choice'
import { command } from './commands'
import { unlinkSignalMutation } from './incidentCommands'
import type { LiveIncident } from './queries'
import { Section } from './Section'
import type { Work } from './useWork'
import styles from './Work.module.css'

interface Props {
  readonly incident: LiveIncident
  readonly work: Work
  readonly onGo: (queue: QueueName, id: string) => void
}

const queues = { ALERT: 'alerts', SOS_CALL: 'calls', VIOLATION: 'violations', PLATE_READ: undefined } as const

/** The signals of an incident, each with who or which rule linked it, and why; a link is undone here. */
export function Links({ incident, work, onGo }: Props) {
  const { t } = useTranslation('live')
  const { number, time } = useFormat()
  const mayOperate = useMay('operate')
  const { id, links, merged } = incident
  if (links.length === 0 && merged.length === 0) return null
  const why = ({ rule, by, linkedAt }: LiveIncident['links'][number]) => {
    if (rule == null) return t('linkedBy', { who: by ?? '–', at: time(linkedAt) })
    const parts = [
      t('linkedByRule', { rule: rule.rule, version: number(rule.version) }),
      rule.distanceMetres == null ? null : t('metres', { metres: number(Math.round(rule.distanceMetres)) }),
      rule.minutes == null ? null : t('minutes', { minutes: number(rule.minutes, 1) }),
    ]
    return parts.filter((part) => part !== null).join(' · ')
  }
  return (
    <Section title={t('part.links')}>
      <ul className={styles['lines']}>
        {links.map((link) => {
          const { signal, cameWith } = link
          const queue = queues[signal.kind]
          return (
            <li key={signal.id} data-signal={signal.id}>
              <span>
                <b>{t(`signal.${signal.kind}`)}</b>
                <small>
                  {why(link)}
                  {cameWith == null ? null : ` · ${t('cameWith')}`}
                </small>
              </span>
              <span className={styles['buttons']}>
                {queue === undefined ? null : (
                  <ChoiceButton onPress={() => onGo(queue, signal.id)}>{t('show')}</ChoiceButton>
                )}
                {mayOperate && cameWith == null ? (
                  <ChoiceButton
                    onPress={() =>
                      void work.send(
                        `unlink ${id} ${signal.id}`,
                        command(unlinkSignalMutation, { id, signal: { kind: signal.kind, id: signal.id } }),
                        t('done.unlinked'),
                      )
                    }
                  >
                    {t('unlink')}
                  </ChoiceButton>
                ) : null}
              </span>
            </li>
          )
        })}
        {merged.map((one) => (
          <li key={one}>
            <span>{t('mergedIn')}</span>
            <ChoiceButton onPress={() => onGo('incidents', one)}>{t('show')}</ChoiceButton>
          </li>
        ))}
      </ul>
    </Section>
  )
}
