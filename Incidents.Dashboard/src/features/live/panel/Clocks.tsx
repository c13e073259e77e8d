import { useFormat } from '@shared/format/useFormat'
import { useRoleName } from '@shared/session/useRoleName'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../useNow'
import { clockOf, inOrder, passedAt, type Clock, type Target } from './clocks'
import live from '../Live.module.css'
import styles from './Work.module.css'

interface Props {
  readonly targets: readonly Target[]
  /** By how many milliseconds the server's clock is ahead of this machine's. */
  readonly ahead: number
}

const signs: Readonly<Record<Clock['kind'], string>> = { running: '◷', passed: '!', met: '✓', idle: '–' }

/** The targets of service with their clocks, by the server's clock. What passes while somebody looks is said once. */
export function Clocks({ targets, ahead }: Props) {
  const { t } = useTranslation('live')
  const { seconds } = useFormat()
  const roleName = useRoleName()
  const now = useNow() + ahead
  const [said, setSaid] = useState('')
  // What had passed before somebody looked is in sight and is not news.
  const known = useRef<Set<string> | null>(null)
  const passed = passedAt(targets, now)
    .map(({ name }) => name)
    .join('\n')
  useEffect(() => {
    const names = passed === '' ? [] : passed.split('\n')
    const before = known.current
    known.current = new Set([...(before ?? []), ...names])
    const fresh = before === null ? [] : targets.filter(({ name }) => names.includes(name) && !before.has(name))
    if (fresh.length > 0) setSaid(fresh.map(({ step }) => t('hasPassed', { step: t(`step.${step}`) })).join('. '))
  }, [passed, targets, t])
  if (targets.length === 0) return null
  return (
    <section className={styles['clocks']} aria-label={t('clocks')}>
      <ul>
        {inOrder(targets).map((target) => {
          const clock = clockOf(target, now)
          const tone =
            clock.kind === 'passed' || (clock.kind === 'met' && clock.isLate)
              ? 'bad'
              : clock.kind === 'met'
                ? 'good'
                : ''
          return (
            <li key={target.name} data-clock={target.name} data-kind={clock.kind} data-tone={tone}>
              <span>{t(`step.${target.step}`)}</span>
              <b>
                <span aria-hidden="true">{signs[clock.kind]} </span>
                {textOf(clock)}
              </b>
              <small>
                {t('within', { time: seconds(target.withinSeconds) })}
                {target.escalatedAt == null
                  ? null
                  : ` · ${t('escalatedTo', { who: target.onPerson ?? roleName(target.onRole ?? '') })}`}
              </small>
            </li>
          )
        })}
      </ul>
      <p className={live['unseen']} role="status">
        {said}
      </p>
    </section>
  )

  function textOf(clock: Clock): string {
    switch (clock.kind) {
      case 'running':
        return t('timeLeft', { time: seconds(clock.seconds) })
      case 'passed':
        return t('timeOver', { time: seconds(clock.seconds) })
      case 'met':
        if (clock.seconds === null) return t('met')
        return clock.isLate
          ? t('metLate', { time: seconds(clock.seconds) })
          : t('metIn', { time: seconds(clock.seconds) })
      case 'idle':
        return t('notRunning')
    }
  }
}
