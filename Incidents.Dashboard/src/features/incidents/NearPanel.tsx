import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useMayVariables } from '@shared/session/may'
import { classes } from '@shared/ui/classes'
import { NumberField } from '@shared/ui/NumberField'
import { Panel } from '@shared/ui/Panel'
import { Answered, Empty } from '@shared/ui/states'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { StatusBadge } from './StatusBadge'
import { writeNear } from './near'
import type { File } from './queries'
import type { RegisterSearch } from './search'
import { nearQuery } from './signalQueries'
import styles from './NearPanel.module.css'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'

interface Props {
  readonly file: File
  readonly radius: number | undefined
  readonly hours: number | undefined
  readonly onChange: (change: { readonly radius?: number | undefined; readonly hours?: number | undefined }) => void
}

const usualRadius = 500
const usualHours = 24

/** Other incidents near this one in place and time. */
export function NearPanel({ file, radius = usualRadius, hours = usualHours, onChange }: Props) {
  const { t } = useTranslation('incidents')
  const hasPoint = file.place.point != null
  const isTimed = file.timePrecision === 'MINUTE' || file.timePrecision === 'HOUR'
  const may = useMayVariables('exact')
  const answer = partOf(
    useAnswer(nearQuery, { id: file.id, radiusMetres: radius, hours, ...may }, { pause: !hasPoint || !isTimed }),
    'incident',
  )
  return (
    <Panel title={t('near')}>
      {hasPoint && isTimed ? (
        <>
          <div className={styles['fields']}>
            <NumberField
              label={t('nearMetres')}
              value={radius}
              min={50}
              max={10_000}
              step={50}
              onChange={(value) => onChange({ radius: value === usualRadius ? undefined : value })}
            />
            <NumberField
              label={t('nearHours')}
              value={hours}
              min={1}
              max={8_784}
              onChange={(value) => onChange({ hours: value === usualHours ? undefined : value })}
            />
            <Link to="/incidents" search={registerSearchOf(file, radius, hours)} data-near-register>
              {t('nearInRegister')}
            </Link>
          </div>
          <Answered answer={answer}>{({ near }) => <NearTable near={near} />}</Answered>
        </>
      ) : (
        <Empty title={hasPoint ? t('nearWithoutHour') : t('noPoint')} />
      )}
    </Panel>
  )
}

interface Near {
  readonly distanceMetres?: number
  readonly afterSeconds: number
  readonly incident: Pick<File, 'id' | 'category' | 'status' | 'occurredAt' | 'timePrecision'> & {
    readonly street?: string | null
  }
}

function NearTable({ near }: { readonly near: readonly Near[] }) {
  const { t } = useTranslation('incidents')
  const { categoryName } = useCatalogue()
  const { number, occurred, seconds } = useFormat()
  const isExact = near.every(({ distanceMetres }) => distanceMetres !== undefined)
  if (near.length === 0) return <Empty title={t('nearNone')} />
  return (
    <TableFrame label={t('near')}>
      <table className={classes(table['table'])}>
        <thead>
          <tr>
            <th scope="col">{t('category')}</th>
            <th scope="col">{t('status')}</th>
            <th scope="col">{t('occurred')}</th>
            {isExact ? <th scope="col">{t('where')}</th> : null}
            <th scope="col">{t('nearTime')}</th>
            {isExact ? (
              <th scope="col" className={table['number']}>
                {t('nearDistance')}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {near.map(({ incident, distanceMetres, afterSeconds }) => (
            <tr key={incident.id}>
              <td>
                <Link to="/incidents/$id" params={{ id: incident.id }} search={{}} preload={false}>
                  {categoryName(incident.category)}
                </Link>
              </td>
              <td>
                <StatusBadge status={incident.status} />
              </td>
              <td>{occurred(incident.occurredAt, incident.timePrecision)}</td>
              {isExact ? <td>{incident.street ?? ''}</td> : null}
              <td>
                {afterSeconds < 0
                  ? t('nearBefore', { span: seconds(-afterSeconds) })
                  : t('nearAfter', { span: seconds(afterSeconds) })}
              </td>
              {distanceMetres === undefined ? null : <td className={table['number']}>{number(distanceMetres)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  )
}

/** The same circle and span as filters of the register, which includes the incident itself and what is not counted. */
function registerSearchOf({ place, occurredAt }: File, radiusMetres: number, hours: number): RegisterSearch {
  const at = (by: number) => new Date(Date.parse(occurredAt) + by * 3_600_000).toISOString()
  return {
    ...(place.point == null ? {} : { near: writeNear({ ...place.point, radiusMetres }) }),
    city: [place.city],
    since: at(-hours),
    until: at(hours),
  }
}
