import { useFormat } from '@shared/format/useFormat'
import type { ErrorCode } from '@shared/graphql/generated/graphql'
import { Panel } from '@shared/ui/Panel'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useReason } from './useReason'
import type { Status } from './queries'
import styles from './Reasons.module.css'

interface Props {
  readonly counts: Status['deadLettersByCode']
  readonly chosen: ErrorCode | undefined
}

/** Dead letters by reason, the most frequent first; each leads to its own. */
export function Reasons({ counts, chosen }: Props) {
  const { t } = useTranslation('ingest')
  const reason = useReason()
  const { number } = useFormat()
  const most = Math.max(1, ...counts.map(({ count }) => count))
  return (
    <Panel
      title={t('reasons')}
      aside={
        chosen === undefined ? null : (
          <Link to="/ingest-status" search={{}}>
            {t('allReasons')}
          </Link>
        )
      }
    >
      <ul className={styles['reasons']}>
        {[...counts]
          .sort((a, b) => b.count - a.count)
          .map(({ code, count }) => (
            <li key={code} aria-current={code === chosen}>
              <Link to="/ingest-status" search={{ code }}>
                {reason(code)}
              </Link>
              <span className={styles['count']}>{number(count)}</span>
              <span className={styles['bar']} style={{ width: `${(100 * count) / most}%` }} aria-hidden="true" />
            </li>
          ))}
      </ul>
    </Panel>
  )
}
