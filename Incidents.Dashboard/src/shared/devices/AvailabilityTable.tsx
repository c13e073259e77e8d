import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../catalogue/useCatalogue'
import { useFormat } from '../format/useFormat'
import { NoData } from '../ui/NoData'
import { Empty } from '../ui/states'
import table from '../ui/Table.module.css'
import { TableFrame } from '../ui/TableFrame'
import { availableShare, byTown, kinds, workedOf, type Worked } from './figures'
import type { TownAvailability } from './queries'

interface Props {
  readonly label: string
  readonly parts: readonly TownAvailability[]
}

/** The share of their time in which accepted devices worked, by town and kind. */
export function AvailabilityTable({ label, parts }: Props) {
  const { t } = useTranslation('shared')
  const { compare, number, percent } = useFormat()
  const { cityName } = useCatalogue()
  if (parts.length === 0) return <Empty title={t('devices.noneAccepted')} />
  const towns = [...byTown(parts)]
    .map(([city, own]) => ({ city, own, name: cityName(city) }))
    .toSorted((a, b) => compare(a.name, b.name))
  const all = workedOf(parts)
  return (
    <>
      <TableFrame label={label}>
        <table className={table['table']} data-availability>
          <thead>
            <tr>
              <th scope="col">{t('devices.town')}</th>
              {kinds.map((kind) => (
                <th key={kind} scope="col" className={table['number']}>
                  {t(`devices.kinds.${kind}`)}
                </th>
              ))}
              <th scope="col" className={table['number']}>
                {t('devices.together')}
              </th>
            </tr>
          </thead>
          <tbody>
            {towns.map(({ city, own, name }) => (
              <Row key={city} name={name} parts={own} />
            ))}
          </tbody>
          {towns.length < 2 ? null : (
            <tfoot>
              <Row name={t('devices.together')} parts={parts} />
            </tfoot>
          )}
        </table>
      </TableFrame>
      {all.neverHeard === 0 ? null : (
        <p>{t('devices.neverHeard', { number: number(all.neverHeard), all: number(all.devices) })}</p>
      )}
      {all.unknown === 0 ? null : <p>{t('devices.timeUnknown', { share: percent(all.unknown / all.accepted, 1) })}</p>}
    </>
  )
}

function Row({ name, parts }: { readonly name: string; readonly parts: readonly TownAvailability[] }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {kinds.map((kind) => (
        <Share key={kind} worked={workedOf(parts.filter((part) => part.kind === kind))} />
      ))}
      <Share worked={workedOf(parts)} />
    </tr>
  )
}

function Share({ worked }: { readonly worked: Worked }) {
  const { percent } = useFormat()
  const share = availableShare(worked)
  return <td className={table['number']}>{share === null ? <NoData /> : percent(share, 1)}</td>
}
