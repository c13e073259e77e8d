import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useCommandsOf } from '@shared/commands/commands'
import { useFormat } from '@shared/format/useFormat'
import { Badge } from '@shared/ui/Badge'
import { Link } from '@tanstack/react-router'
import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Age } from '../Age'
import { ActionForm } from './ActionForm'
import { actionsOf, isDirect, isOthers, letterOf, type ActionName } from './actions'
import type { FormName } from './commands'
import type { Facts } from './facts'
import type { Work } from './useWork'
import styles from './Work.module.css'

/** A form that is wanted, and of what: perhaps of a part of it, such as a unit. */
export interface Asked {
  readonly name: FormName
  readonly id: string
  readonly subject?: string
}

/** What every panel needs of the board around it. */
export interface Around {
  readonly ahead: number
  readonly work: Work
  readonly asked: Asked | undefined
  readonly onAsk: (asked: Asked | undefined) => void
  /** Tells the board what the keys are about. */
  readonly onFacts: (facts: Facts) => void
  readonly onAction: (name: ActionName, facts: Facts) => void
}

interface Props extends Around {
  readonly facts: Facts
  /** When it became known, where it waits in a queue. */
  readonly since: string | undefined
  readonly children: ReactNode
}

/** What all panels have: what it is, who works on it, what can be done, and the form of what is being done. */
export function Frame({ facts, since, ahead, work, asked, onAsk, onFacts, onAction, children }: Props) {
  const { t } = useTranslation(['live', 'shared'])
  const { cityName } = useCatalogue()
  const { localMoment } = useFormat()
  const { id, queue, status, takenBy, takenAt } = facts
  const written = JSON.stringify(facts)
  useEffect(() => onFacts(JSON.parse(written) as Facts), [written, onFacts])
  const kept = useCommandsOf(id)
  const actions = actionsOf(facts, work.who)
  const form = asked?.id === id && mayShow(asked.name, actions) ? asked : undefined
  return (
    <>
      <p className={styles['what']}>
        {since === undefined ? null : (
          <>
            <Age since={since} ahead={ahead} /> ·{' '}
          </>
        )}
        {[facts.street, cityName(facts.city)].filter((part) => part !== null && part !== '').join(', ')}{' '}
        {status === null ? null : <Badge tone="accent">{t(`live:status.${status}`)}</Badge>}
        {queue === 'alerts' && facts.isDismissed ? <Badge>{t('live:status.DISMISSED')}</Badge> : null}
        {queue === 'alerts' && facts.isAcknowledged ? <Badge>{t('live:status.ACKNOWLEDGED')}</Badge> : null}
        {queue === 'incidents' ? (
          <Link to="/incidents/$id" params={{ id }} search={{}} preload={false}>
            {t('live:file')}
          </Link>
        ) : null}
      </p>
      {/* It is always there, so that nothing jumps when somebody takes it. */}
      <p className={styles['holder']} data-holder={takenBy ?? ''} data-others={isOthers(facts, work.who.name)}>
        {takenBy === null
          ? t('live:takenByNobody')
          : isOthers(facts, work.who.name)
            ? t('live:takenByAnother', { who: takenBy, at: takenAt === null ? '' : localMoment(takenAt) })
            : t('live:takenByYou', { at: takenAt === null ? '' : localMoment(takenAt) })}
      </p>
      {(['waiting', 'decide'] as const).map((state) => {
        const rows = kept.filter((row) => row.state === state)
        if (rows.length === 0) return null
        const names = rows.map(({ field }) => t(`shared:command.${field}`)).join(', ')
        return (
          <p key={state} className={styles['kept']} data-kept={state}>
            {t(`live:keptOf.${state}`, { commands: names })}
          </p>
        )
      })}
      {actions.length === 0 ? null : (
        <div className={styles['actions']} role="group" aria-label={t('live:actions')}>
          {actions.map((name) => (
            <button
              key={name}
              type="button"
              className={styles['action']}
              data-action={name}
              aria-keyshortcuts={letterOf(name)}
              onClick={() => onAction(name, facts)}
            >
              {t(`live:action.${name}`)} <kbd aria-hidden="true">{letterOf(name)}</kbd>
            </button>
          ))}
        </div>
      )}
      {form === undefined ? null : (
        <ActionForm
          key={`${form.name} ${form.subject ?? ''}`}
          name={form.name}
          facts={facts}
          onGiven={(values) => work.run(form.name, facts, values, form.subject)}
          onClose={() => onAsk(undefined)}
        />
      )}
      <div className={styles['scroll']}>{children}</div>
    </>
  )
}

const mayShow = (name: FormName, actions: readonly ActionName[]) =>
  name === 'liftHazard' || name === 'divert' || name === 'untick' || (actions.includes(name) && !isDirect(name))
