import { useFormat } from '@shared/format/useFormat'
import { Panel } from '@shared/ui/Panel'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { useTranslation } from 'react-i18next'
import type { Entry } from '../queries'
import styles from '../Upkeep.module.css'

/** The events of a task in order of occurrence, with both of their times. */
export function TaskTimeline({ entries }: { readonly entries: readonly Entry[] }) {
  const { t } = useTranslation(['upkeep', 'incidents'])
  const { localMoment, number, occurred } = useFormat()
  return (
    <Panel title={t('upkeep:timeline')}>
      <TableFrame label={t('upkeep:timeline')}>
        <table className={table['table']}>
          <thead>
            <tr>
              <th scope="col">{t('upkeep:what')}</th>
              <th scope="col">{t('upkeep:occurred')}</th>
              <th scope="col">{t('upkeep:known')}</th>
              <th scope="col">{t('upkeep:who')}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.sequence}>
                <td>
                  {t(`incidents:events.${entry.type}`, { defaultValue: entry.type })}
                  {entry.reasonCode == null ? null : (
                    <span className={styles['line']}>
                      {t(`incidents:reasons.${entry.reasonCode}`, { defaultValue: entry.reasonCode })}
                    </span>
                  )}
                  {entry.rule?.distanceMetres == null ? null : (
                    <span className={styles['line']}>
                      {t('upkeep:metres', { metres: number(entry.rule.distanceMetres) })}
                    </span>
                  )}
                </td>
                <td>{occurred(entry.occurredAt, entry.timePrecision)}</td>
                <td>{localMoment(entry.knownAt)}</td>
                <td>{[entry.source, entry.by].filter((part) => part != null).join(' · ') || '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </Panel>
  )
}
