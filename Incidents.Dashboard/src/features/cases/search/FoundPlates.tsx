import { useFormat } from '@shared/format/useFormat'
import { Button } from '@shared/ui/Button'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { useTranslation } from 'react-i18next'
import type { FoundPlate } from '../lookups'
import { useFormText } from '../plates/useFormText'
import styles from '../Cases.module.css'

interface Props {
  readonly plates: readonly FoundPlate[]
  readonly onPlate: ((plate: string) => void) | undefined
}

/** The plates that a text or a pattern of one finds. */
export function FoundPlates({ plates, onPlate }: Props) {
  const { t } = useTranslation('cases')
  const { localMoment, number } = useFormat()
  const formText = useFormText()
  return (
    <TableFrame label={t('foundPlates')}>
      <table className={table['table']}>
        <thead>
          <tr>
            <th scope="col">{t('plate')}</th>
            <th scope="col">{t('plateForm')}</th>
            <th scope="col" className={table['number']}>
              {t('distance')}
            </th>
            <th scope="col" className={table['number']}>
              {t('reads')}
            </th>
            <th scope="col">{t('firstRead')}</th>
            <th scope="col">{t('lastRead')}</th>
          </tr>
        </thead>
        <tbody>
          {plates.map(({ plate, distance, reads, firstReadAt, lastReadAt, form }) => (
            <tr key={plate}>
              <th scope="row">
                {onPlate === undefined ? (
                  <code className={styles['plate']}>{plate}</code>
                ) : (
                  <Button quiet onPress={() => onPlate(plate)}>
                    {t('trackOf', { plate })}
                  </Button>
                )}
              </th>
              <td>{formText(form)}</td>
              <td className={table['number']}>{distance == null ? '' : number(distance)}</td>
              <td className={table['number']}>{number(reads)}</td>
              <td>{localMoment(firstReadAt)}</td>
              <td>{localMoment(lastReadAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  )
}
