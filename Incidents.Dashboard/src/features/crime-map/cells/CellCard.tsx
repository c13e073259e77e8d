import { useFormat } from '@shared/format/useFormat'
import { Button } from '@shared/ui/Button'
import { useTranslation } from 'react-i18next'
import { centreOf, writeCell, type Cell } from './cells'
import type { CellSet } from './cellSet'
import { useFieldName, useFieldText } from './useFieldText'
import { classes } from '@shared/ui/classes'
import styles from './CellCard.module.css'
import controls from '../filters/controls.module.css'
import panel from '@shared/ui/Panel.module.css'

interface Props {
  readonly cells: CellSet
  readonly cell: Cell
  /** Position beside the pointer; by default the card is in the corner of the map. */
  readonly at?: { readonly left: number; readonly top: number }
  readonly onClose?: () => void
}

/** The values of one cell. */
export function CellCard({ cells, cell, at, onClose }: Props) {
  const { t } = useTranslation('crime-map')
  const { number } = useFormat()
  const textOf = useFieldText()
  const nameOf = useFieldName()
  const index = cells.find(cell)
  const [longitude, latitude] = centreOf(cell)
  return (
    <div
      className={classes(styles['card'], panel['panel'])}
      role={at ? undefined : 'status'}
      data-cell={writeCell(cell)}
      data-place={at ? 'pointer' : 'corner'}
      style={at && { left: at.left, top: at.top }}
    >
      <div className={styles['head']}>
        <strong>{t('cellAt', { latitude: number(latitude, 4), longitude: number(longitude, 4) })}</strong>
        {onClose ? (
          <Button quiet aria-label={t('closeCell')} onPress={onClose}>
            <span aria-hidden="true">×</span>
          </Button>
        ) : null}
      </div>
      {index === undefined ? (
        <p>{t('nothingInCell')}</p>
      ) : (
        <>
          <dl>
            {cells.fields.map((field) => (
              <div key={field.name}>
                <dt>{nameOf(cells, field)}</dt>
                <dd data-field={field.name}>{textOf(field, index)}</dd>
              </div>
            ))}
          </dl>
          {cells.isTooFew[index] === 1 ? (
            <p className={controls['note']}>{cells.map === 'hotSpots' ? t('tooFewAlone') : t('tooFew')}</p>
          ) : null}
        </>
      )}
    </div>
  )
}
