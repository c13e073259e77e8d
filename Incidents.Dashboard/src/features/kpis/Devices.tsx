import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { Panel } from '@shared/ui/Panel'
import { Answered, Empty } from '@shared/ui/states'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { BasisLine } from './basis'
import { columns, totalOf, townsOf } from './devices'
import { deviceCountsQuery } from './queries'
import { classes } from '@shared/ui/classes'
import styles from './Devices.module.css'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'

const everySeconds = 300

/** How many devices there are. */
export function Devices({ cities }: { readonly cities: string[] | undefined }) {
  const { t } = useTranslation('kpis')
  const { compare, number } = useFormat()
  const { cityName } = useCatalogue()
  const asked = useMemo(() => ({ cities: cities ?? null }), [cities])
  const answer = useAnswer(deviceCountsQuery, asked, { everySeconds })
  return (
    <Panel title={t('devices')}>
      <Answered answer={partOf(answer, 'deviceCounts')}>
        {(counts) => {
          const towns = townsOf(counts)
            .map((town) => ({ ...town, name: cityName(town.city) }))
            .sort((a, b) => compare(a.name, b.name))
          if (towns.length === 0) return <Empty title={t('noDevices')} />
          const sum = totalOf(towns)
          return (
            <>
              <TableFrame label={t('devices')}>
                <table className={classes(table['table'], styles['devices'])}>
                  <thead>
                    <tr>
                      <th scope="col">{t('town')}</th>
                      {columns.map((column) => (
                        <th key={column} scope="col" className={table['number']}>
                          {t(`deviceColumns.${column}`)}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {towns.map((town) => (
                      <tr key={town.city}>
                        <th scope="row">{town.name}</th>
                        {columns.map((column) => (
                          <td key={column} className={table['number']}>
                            {number(town[column])}
                          </td>
                        ))}
                      </tr>
                    ))}
                  </tbody>
                  {towns.length < 2 ? null : (
                    <tfoot>
                      <tr>
                        <th scope="row">{t('together')}</th>
                        {columns.map((column) => (
                          <td key={column} className={table['number']}>
                            {number(sum[column])}
                          </td>
                        ))}
                      </tr>
                    </tfoot>
                  )}
                </table>
              </TableFrame>
              <BasisLine
                sample={t('registered', {
                  count: sum.CAMERA + sum.RECORDER + sum.SOS_TERMINAL,
                  number: number(sum.CAMERA + sum.RECORDER + sum.SOS_TERMINAL),
                })}
                freshness={answer.freshness}
              />
            </>
          )
        }}
      </Answered>
    </Panel>
  )
}
