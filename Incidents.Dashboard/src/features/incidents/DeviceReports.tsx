import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useMayVariables } from '@shared/session/may'
import { Panel } from '@shared/ui/Panel'
import { classes } from '@shared/ui/classes'
import { Answered, Empty, Refused } from '@shared/ui/states'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Hold } from './Hold'
import { StatusBadge } from './StatusBadge'
import { deviceReportsQuery } from './deviceQueries'
import type { File } from './queries'
import { useAlertState } from './useAlertState'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'

/** The last alerts, violations and incidents of a device, each with its incident. */
export function DeviceReports({ id, city }: { readonly id: string; readonly city: string }) {
  const { t } = useTranslation('incidents')
  const stateOf = useAlertState()
  const may = useMayVariables('exact', 'person')
  const answer = useAnswer(deviceReportsQuery, { cities: [city], devices: [id], ...may })
  return (
    <Answered answer={answer}>
      {({ alerts, violations, incidents }) => (
        <>
          {answer.error ? <Refused error={answer.error} /> : null}
          {alerts && (
            <Panel title={t('deviceAlerts')}>
              <Reports
                label={t('deviceAlerts')}
                none={t('deviceNoAlerts')}
                rows={alerts.nodes.map((alert) => ({ ...alert, state: stateOf(alert) }))}
              />
            </Panel>
          )}
          {violations && violations.nodes.length > 0 ? (
            <Panel title={t('deviceViolations')}>
              <Reports
                label={t('deviceViolations')}
                none=""
                rows={violations.nodes.map((one) => ({
                  ...one,
                  state: (
                    <>
                      {t(`violationStatuses.${one.status}`)}
                      <Hold of={one} onLifted={answer.refresh} />
                    </>
                  ),
                }))}
              />
            </Panel>
          ) : null}
          {incidents && (
            <Panel
              title={t('deviceIncidents')}
              aside={
                <Link to="/incidents" search={{ device: id, city: [city] }}>
                  {t('deviceAllIncidents')}
                </Link>
              }
            >
              <Reports
                label={t('deviceIncidents')}
                none={t('none')}
                rows={incidents.nodes.map((one) => ({
                  ...one,
                  state: <StatusBadge status={one.status} />,
                  incident: one,
                }))}
              />
            </Panel>
          )}
        </>
      )}
    </Answered>
  )
}

interface Report {
  readonly id: string
  readonly category: string
  readonly occurredAt: string
  readonly timePrecision: File['timePrecision']
  readonly plate?: string | null
  readonly state: ReactNode
  readonly incident?: { readonly id: string; readonly category: string } | null
}

interface ReportsProps {
  readonly label: string
  readonly none: string
  readonly rows: readonly Report[]
}

function Reports({ label, none, rows }: ReportsProps) {
  const { t } = useTranslation('incidents')
  const { categoryName } = useCatalogue()
  const { occurred } = useFormat()
  const hasPlates = rows.some(({ plate }) => plate != null)
  if (rows.length === 0) return <Empty title={none} />
  return (
    <TableFrame label={label}>
      <table className={classes(table['table'])}>
        <thead>
          <tr>
            <th scope="col">{t('occurred')}</th>
            <th scope="col">{t('subjects.INCIDENT')}</th>
            <th scope="col">{t('category')}</th>
            <th scope="col">{t('status')}</th>
            {hasPlates ? <th scope="col">{t('plate')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, category, occurredAt, timePrecision, plate, state, incident }) => (
            <tr key={id}>
              <td>{occurred(occurredAt, timePrecision)}</td>
              <td>
                {incident == null ? (
                  t('withoutIncident')
                ) : (
                  <Link to="/incidents/$id" params={{ id: incident.id }} search={{}} preload={false}>
                    {t('openIncident')}
                  </Link>
                )}
              </td>
              <td>{categoryName(category)}</td>
              <td>{state}</td>
              {hasPlates ? <td>{plate ?? ''}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  )
}
