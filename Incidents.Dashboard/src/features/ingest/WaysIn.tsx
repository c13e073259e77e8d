import { useFormat } from '@shared/format/useFormat'
import { Panel } from '@shared/ui/Panel'
import { Empty } from '@shared/ui/states'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { useTranslation } from 'react-i18next'
import type { Reported } from './queries'
import styles from './Commands.module.css'

const ways = ['LIVE', 'REGISTER', 'SIMULATOR'] as const

/** What is in the store by way in, source and kind: of all hosts and imports, since the store began. */
export function WaysIn({ reported }: { readonly reported: readonly Reported[] }) {
  const { t } = useTranslation('ingest')
  const { number, day } = useFormat()
  return (
    <Panel title={t('waysIn')}>
      {reported.length === 0 ? (
        <Empty title={t('nothingReported')} />
      ) : (
        <TableFrame label={t('waysIn')}>
          <table className={table['table']}>
            <thead>
              <tr>
                <th scope="col">{t('way')}</th>
                <th scope="col">{t('source')}</th>
                <th scope="col">{t('kind')}</th>
                <th scope="col" className={table['number']}>
                  {t('count')}
                </th>
                <th scope="col">{t('lastKnown')}</th>
              </tr>
            </thead>
            <tbody>
              {ways.flatMap((way) =>
                reported
                  .filter((row) => row.way === way)
                  .map(({ source, kind, count, lastKnownOn }) => (
                    <tr key={`${way} ${source} ${kind}`} data-way={way}>
                      <td>{t(`ways.${way}`)}</td>
                      <td>{source}</td>
                      <td>{t(`kinds.${kind}`)}</td>
                      <td className={table['number']}>{number(count)}</td>
                      <td>{day(lastKnownOn)}</td>
                    </tr>
                  )),
              )}
            </tbody>
          </table>
        </TableFrame>
      )}
      <p className={styles['hint']}>{t('waysInMeans')}</p>
    </Panel>
  )
}
