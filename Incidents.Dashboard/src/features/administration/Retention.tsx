import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { Panel } from '@shared/ui/Panel'
import { Answered } from '@shared/ui/states'
import { useTranslation } from 'react-i18next'
import { retentionQuery } from './queries'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import styles from './Administration.module.css'

/** How long personal data are kept, by kind. */
export function Retention() {
  const { t } = useTranslation('administration')
  const { number } = useFormat()
  return (
    <Panel title={t('retention')}>
      <p className={styles['means']}>{t('retentionMeans')}</p>
      <Answered answer={partOf(useAnswer(retentionQuery, {}), 'retentionRules')}>
        {(rules) => (
          <TableFrame label={t('retention')}>
            <table className={table['table']}>
              <thead>
                <tr>
                  <th scope="col">{t('rule')}</th>
                  <th scope="col" className={table['number']}>
                    {t('kept')}
                  </th>
                  <th scope="col" className={table['number']}>
                    {t('maskedSoFar')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {rules.map(({ name, keptDays, masked }) => (
                  <tr key={name}>
                    <td>
                      <code lang="en">{name}</code>
                    </td>
                    <td className={table['number']}>
                      {keptDays === null ? t('forEver') : t('days', { number: number(keptDays) })}
                    </td>
                    <td className={table['number']}>{number(masked)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableFrame>
        )}
      </Answered>
    </Panel>
  )
}
