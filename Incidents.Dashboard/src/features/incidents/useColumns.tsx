import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { useMay } from '@shared/session/may'
import { Link } from '@tanstack/react-router'
import { createColumnHelper } from '@tanstack/react-table'
import { useMemo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DeviceLink } from './DeviceLink'
import { StatusBadge } from './StatusBadge'
import type { Row } from './queries'
import { columnNames, type ColumnName } from './search'

const column = createColumnHelper<Row>()

/** What the columns are called. */
export function useColumnNames() {
  const { t } = useTranslation('incidents')
  return useMemo<Record<ColumnName, string>>(
    () => ({
      status: t('status'),
      occurred: t('occurred'),
      known: t('known'),
      city: t('city'),
      where: t('where'),
      device: t('device'),
      description: t('description'),
      source: t('source'),
      sourceId: t('offenceId'),
      unit: t('unit'),
      victims: t('victims'),
    }),
    [t],
  )
}

/** The columns that who is signed in may see. */
export function useOfferedColumns(): readonly ColumnName[] {
  const mayPerson = useMay('person')
  const mayExact = useMay('exact')
  return useMemo(
    () => columnNames.filter((name) => (name !== 'description' || mayPerson) && (name !== 'device' || mayExact)),
    [mayExact, mayPerson],
  )
}

/** The register's columns, on the screen and on paper. */
export function useColumns(chosen: readonly ColumnName[]) {
  const { t } = useTranslation('incidents')
  const { localMoment, occurred, number } = useFormat()
  const { cityName, categoryName } = useCatalogue()
  const names = useColumnNames()
  return useMemo(() => {
    const cells: Record<ColumnName, (row: Row) => ReactNode> = {
      status: ({ status }) => <StatusBadge status={status} />,
      occurred: ({ occurredAt, timePrecision }) => occurred(occurredAt, timePrecision),
      known: ({ knownAt }) => localMoment(knownAt),
      city: ({ city }) => cityName(city),
      where: ({ district, street }) => [district, street].filter((part) => part != null).join(', '),
      device: ({ deviceId, city }) => (deviceId == null ? '' : <DeviceLink id={deviceId} city={city} />),
      description: ({ description }) => description ?? '',
      source: ({ source }) => source,
      sourceId: ({ sourceId }) => sourceId,
      unit: ({ unit }) => unit ?? '',
      victims: ({ victims }) => (victims == null ? '' : number(victims)),
    }
    return [
      column.accessor('category', {
        id: 'category',
        header: t('category'),
        cell: ({ row }) => (
          <Link to="/incidents/$id" params={{ id: row.original.id }} search={{}} preload={false}>
            {categoryName(row.original.category)}
          </Link>
        ),
      }),
      ...chosen.map((name) =>
        column.display({ id: name, header: names[name], cell: ({ row }) => cells[name](row.original) }),
      ),
    ]
  }, [t, names, localMoment, occurred, number, cityName, categoryName, chosen])
}
