import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { Badge } from '@shared/ui/Badge'
import { Panel } from '@shared/ui/Panel'
import { classes } from '@shared/ui/classes'
import { useTranslation } from 'react-i18next'
import type { File } from './queries'
import styles from './Offences.module.css'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'

/** The offences of an incident that its source reports in several rows, or of which it gives the victims. */
export function Offences({ file }: { readonly file: File }) {
  const { t } = useTranslation('incidents')
  const { number } = useFormat()
  const { categoryName } = useCatalogue()
  if (file.offences.length < 2) return null
  return (
    <Panel title={t('offences')}>
      <TableFrame label={t('offences')}>
        <table className={classes(table['table'], styles['offences'])}>
          <thead>
            <tr>
              <th scope="col">{t('category')}</th>
              <th scope="col" className={table['number']}>
                {t('victims')}
              </th>
              <th scope="col">{t('offenceId')}</th>
            </tr>
          </thead>
          <tbody>
            {file.offences.map((offence, index) => (
              <tr key={offence.offenceId ?? index}>
                <th scope="row">
                  {categoryName(offence.category)} {offence.isGravest ? <Badge>{t('gravest')}</Badge> : null}
                </th>
                <td className={table['number']}>
                  {offence.victims === null ? t('notGiven') : number(offence.victims)}
                </td>
                <td>{offence.offenceId ?? '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </Panel>
  )
}
