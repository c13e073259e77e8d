import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import type { Endless } from '@shared/graphql/useEndless'
import { useSession } from '@shared/session/session'
import { Badge } from '@shared/ui/Badge'
import { Button } from '@shared/ui/Button'
import { Panel } from '@shared/ui/Panel'
import { Empty, Failed, Loading } from '@shared/ui/states'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { StatusBadge } from './StatusBadge'
import type { Listed } from './queries'
import styles from './Cases.module.css'

export function CaseTable({ list }: { readonly list: Endless<Listed> }) {
  const { t } = useTranslation('cases')
  const { cityName } = useCatalogue()
  const { localMoment } = useFormat()
  const { person } = useSession()
  return (
    <Panel title={t('cases')}>
      {list.error && list.rows.length === 0 ? (
        <Failed error={list.error} retry={list.restart} />
      ) : list.rows.length === 0 ? (
        list.isLoading || list.hasMore ? (
          <Loading />
        ) : (
          <Empty title={t('noCases')}>{t('noCasesMean')}</Empty>
        )
      ) : (
        <>
          <TableFrame label={t('cases')}>
            <table className={table['table']}>
              <thead>
                <tr>
                  <th scope="col">{t('number')}</th>
                  <th scope="col">{t('caseTitle')}</th>
                  <th scope="col">{t('status')}</th>
                  <th scope="col">{t('city')}</th>
                  <th scope="col">{t('owner')}</th>
                  <th scope="col">{t('lastChange')}</th>
                </tr>
              </thead>
              <tbody>
                {list.rows.map((one) => (
                  <tr key={one.id} data-case={one.number}>
                    <td>{one.number}</td>
                    <th scope="row">
                      <Link to="/cases/$id" params={{ id: one.id }} search={{}} preload={false}>
                        {one.title}
                      </Link>
                    </th>
                    <td>
                      <StatusBadge status={one.status} /> {one.isHeld ? <Badge tone="warn">{t('held')}</Badge> : null}
                    </td>
                    <td>{cityName(one.city)}</td>
                    <td>
                      {one.owner.callerId === person?.id ? t('mine') : one.owner.name}
                      {one.sharedWith.length === 0 ? null : (
                        <span className={styles['note']}>{t('sharedWithCount', { count: one.sharedWith.length })}</span>
                      )}
                    </td>
                    <td>{localMoment(one.lastKnownAt)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableFrame>
          {list.hasMore ? (
            <div className={styles['foot']}>
              <Button isDisabled={list.isLoading} onPress={list.more}>
                {t('more')}
              </Button>
            </div>
          ) : null}
        </>
      )}
    </Panel>
  )
}
