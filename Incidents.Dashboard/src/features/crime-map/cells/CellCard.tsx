import { useFormat } from '@shared/format/useFormat'
import { Button } from '@shared/ui/Button'
import type { ReactNode } from 'react'
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
  readonly children?: ReactNode
}

/** The values of one cell. */
export function CellCard({ cells, cell, at, onClose, children }: Props) {
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
          <SpotReason cells={cells} index={index} />
        </>
      )}
      {children}
    </div>
  )
}

/** Why a cell is a hot spot, or is none though its z is large. */
function SpotReason({ cells, index }: { readonly cells: CellSet; readonly index: number }) {
  const { t } = useTranslation('crime-map')
  const { number } = useFormat()
  const textOf = useFieldText()
  const field = (name: string) => cells.fields.find((one) => one.name === name)
  const [q, p, z] = [field('q'), field('p'), field('z')]
  const { compared } = cells.method
  const spread = z?.values[index] ?? null
  if (!compared || !q || !p || !z || typeof spread !== 'number') return null
  const texts = { q: textOf(q, index), p: textOf(p, index), cells: number(compared.cells) }
  const isSpot = field('spot')?.values[index] !== 'none'
  if (isSpot) return <p className={controls['note']}>{t('spotBecause', texts)}</p>
  return Math.abs(spread) < largeDeviate ? null : <p className={controls['note']}>{t('noSpotBecause', texts)}</p>
}

// Of a normal distribution three in a thousand are beyond it.
const largeDeviate = 3
