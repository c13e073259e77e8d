import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { Link } from '@tanstack/react-router'
import { createColumnHelper } from '@tanstack/react-table'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { StatusBadge } from './StatusBadge'
import type { Row } from './queries'

const column = createColumnHelper<Row>()

/** The register's columns, on the screen and on paper. */
export function useColumns() {
  const { t } = useTranslation('incidents')
  const { localMoment, occurred } = useFormat()
  const { cityName, categoryName } = useCatalogue()
  return useMemo(
    () => [
      column.accessor('category', {
        header: t('category'),
        cell: ({ row }) => (
          <Link to="/incidents/$id" params={{ id: row.original.id }} search={{}} preload={false}>
            {categoryName(row.original.category)}
          </Link>
        ),
      }),
      column.accessor('status', { header: t('status'), cell: ({ getValue }) => <StatusBadge status={getValue()} /> }),
      column.accessor('occurredAt', {
        header: t('occurred'),
        cell: ({ row }) => occurred(row.original.occurredAt, row.original.timePrecision),
      }),
      column.accessor('knownAt', { header: t('known'), cell: ({ getValue }) => localMoment(getValue()) }),
      column.accessor('city', { header: t('city'), cell: ({ getValue }) => cityName(getValue()) }),
      column.display({
        id: 'where',
        header: t('where'),
        cell: ({ row }) => [row.original.district, row.original.street].filter((part) => part != null).join(', '),
      }),
      column.accessor('deviceId', { header: t('device'), cell: ({ getValue }) => getValue() ?? '' }),
    ],
    [t, localMoment, occurred, cityName, categoryName],
  )
}
