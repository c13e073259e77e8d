import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { Badge } from '@shared/ui/Badge'
import { Empty } from '@shared/ui/states'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { AttachButton } from '../items/AttachButton'
import type { FoundIncident } from '../lookups'
import type { Shown } from '../shown'
import styles from '../Cases.module.css'

interface Props {
  readonly text: string
  readonly incidents: readonly FoundIncident[]
  readonly into: Shown | undefined
}

/** The first incidents that a text finds; the register has them all. */
export function FoundIncidents({ text, incidents: found, into }: Props) {
  const { t } = useTranslation('cases')
  const { t: incidents } = useTranslation('incidents')
  const { categoryName, cityName } = useCatalogue()
  const { occurred } = useFormat()
  return (
    <section aria-label={t('foundIncidents')} data-found="incidents">
      {found.length === 0 ? (
        <Empty title={t('noIncidents')} />
      ) : (
        <>
          <p className={styles['text']}>
            <Link to="/incidents" search={{ search: text }}>
              {t('inRegister')}
            </Link>
          </p>
          <TableFrame label={t('foundIncidents')}>
            <table className={table['table']}>
              <thead>
                <tr>
                  <th scope="col">{t('incident')}</th>
                  <th scope="col">{t('occurred')}</th>
                  <th scope="col">{t('place')}</th>
                  <th scope="col">{t('status')}</th>
                  <th scope="col" data-screen-only>
                    {t('commands')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {found.map(
                  ({ isExact, incident: { id, category, status, city, street, occurredAt, timePrecision } }) => (
                    <tr key={id}>
                      <th scope="row">
                        <Link to="/incidents/$id" params={{ id }} search={{}} preload={false}>
                          {categoryName(category)}
                        </Link>{' '}
                        {isExact ? null : <Badge>{t('notExact')}</Badge>}
                      </th>
                      <td>{occurred(occurredAt, timePrecision)}</td>
                      <td>{[cityName(city), street].filter((part) => part != null).join(', ')}</td>
                      <td>{incidents(`statuses.${status}`)}</td>
                      <td data-screen-only>
                        {into === undefined ? (
                          <Link to="/cases" search={{ attach: id, attachKind: 'INCIDENT' }}>
                            {t('attachTo')}
                          </Link>
                        ) : (
                          <AttachButton of={into} id={id} kind="INCIDENT" what={categoryName(category)} />
                        )}
                      </td>
                    </tr>
                  ),
                )}
              </tbody>
            </table>
          </TableFrame>
        </>
      )}
    </section>
  )
}
