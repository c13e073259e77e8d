import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { Badge } from '@shared/ui/Badge'
import { Empty } from '@shared/ui/states'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { FoundCase } from '../lookups'
import { StatusBadge } from '../StatusBadge'

/** The cases that a text finds: by what they say, or by what is attached to them. */
export function FoundCases({ cases: found }: { readonly cases: readonly FoundCase[] }) {
  const { t } = useTranslation('cases')
  const { cityName } = useCatalogue()
  const { localMoment } = useFormat()
  return (
    <section aria-label={t('foundCases')} data-found="cases">
      {found.length === 0 ? (
        <Empty title={t('noCasesFound')} />
      ) : (
        <TableFrame label={t('foundCases')}>
          <table className={table['table']}>
            <thead>
              <tr>
                <th scope="col">{t('case')}</th>
                <th scope="col">{t('number')}</th>
                <th scope="col">{t('status')}</th>
                <th scope="col">{t('city')}</th>
                <th scope="col">{t('lastChange')}</th>
              </tr>
            </thead>
            <tbody>
              {found.map(({ isExact, case: { id, number, title, city, status, lastKnownAt } }) => (
                <tr key={id}>
                  <th scope="row">
                    <Link to="/cases/$id" params={{ id }} search={{}} preload={false}>
                      {title}
                    </Link>{' '}
                    {isExact ? null : <Badge>{t('notExact')}</Badge>}
                  </th>
                  <td>{number}</td>
                  <td>
                    <StatusBadge status={status} />
                  </td>
                  <td>{cityName(city)}</td>
                  <td>{localMoment(lastKnownAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </section>
  )
}
