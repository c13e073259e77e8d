import { useFormat } from '@shared/format/useFormat'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { queueNames, type QueueName } from './queue'
import styles from './Live.module.css'

const everyMilliseconds = 5_000

/** Tells those who do not see the page what came, not more often than every five seconds. */
export function Arrivals({ counts }: { readonly counts: Readonly<Record<QueueName, number>> }) {
  const { t } = useTranslation('live')
  const { number } = useFormat()
  const [said, setSaid] = useState('')
  const told = useRef(counts)
  const latest = useRef(counts)
  useEffect(() => {
    latest.current = counts
  })
  useEffect(() => {
    const timer = setInterval(() => {
      const [now, before] = [latest.current, told.current]
      const fresh = queueNames.filter((name) => now[name] > before[name])
      if (fresh.length === 0) return
      told.current = now
      setSaid(
        fresh
          .map((name) => t('arrived', { queue: t(`queue.${name}`), number: number(now[name] - before[name]) }))
          .join('. '),
      )
    }, everyMilliseconds)
    return () => clearInterval(timer)
  }, [t, number])
  return (
    <p className={styles['unseen']} role="status">
      {said}
    </p>
  )
}
