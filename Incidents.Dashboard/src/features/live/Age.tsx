import { useFormat } from '@shared/format/useFormat'
import { useNow } from './useNow'
import styles from './Live.module.css'

interface Props {
  readonly since: string
  /** By how many milliseconds the server's clock is ahead of this machine's. */
  readonly ahead: number
}

/** How long something has waited, by the server's clock: it ticks. */
export function Age({ since, ahead }: Props) {
  const { seconds } = useFormat()
  const age = Math.max(0, Math.floor((useNow() + ahead - Date.parse(since)) / 1_000))
  return (
    <time className={styles['age']} dateTime={`PT${age}S`}>
      {seconds(age)}
    </time>
  )
}
