import { useFormat } from '@shared/format/useFormat'
import { Button } from '@shared/ui/Button'
import { Help } from '@shared/ui/Help'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { centreOf, writeCell, type Cell } from './cells'
import { cellOf, type CellSet } from './cellSet'
import type { PartlyCovered } from './useTownCoverage'
import { useFieldName, useFieldText } from './useFieldText'
import { useLegend } from '../legend/useLegend'
import { ordered, usualOrder, type Order } from './order'
import type { Settings } from '../search/settings'
import { classes } from '@shared/ui/classes'
import styles from './CellTable.module.css'
import { Swatch } from '../legend/Swatch'
import panel from '@shared/ui/Panel.module.css'
import table from '@shared/ui/Table.module.css'

interface Props {
  readonly cells: CellSet | undefined
  readonly inView: readonly number[]
  readonly settings: Settings
  /** Towns without data of some or all of the days. */
  readonly partly: readonly PartlyCovered[]
  readonly onChoose: (cell: Cell) => void
}

const pageSize = 100

/** What the map shows, in numbers: the same cells, of the same part of the world. */
export function CellTable({ cells, inView, settings, partly, onChoose }: Props) {
  const { t } = useTranslation('crime-map')
  const { number } = useFormat()
  const textOf = useFieldText()
  const nameOf = useFieldName()
  const legend = useLegend(cells, settings, partly)
  const [order, setOrder] = useState<Order>()
  const [shown, setShown] = useState(pageSize)
  if (!cells || !legend || cells.x.length === 0) return null
  // Another map may have fewer fields.
  const valid = order && cells.fields[order.field] ? order : usualOrder(cells)
  // The verdict is the class.
  const fields = cells.fields.filter(({ kind }) => kind !== 'word')
  const rows = ordered(cells, inView, valid)
  return (
    // What scrolls must be within reach of the keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes(styles['cells'], panel['panel'])} tabIndex={0} role="region" aria-label={t('cellTable')}>
      <table className={table['table']}>
        <caption>
          {[
            legend.title,
            ...legend.about,
            ...legend.noData.map(({ text }) => text),
            t('cellsInView', { cells: number(inView.length) }),
            ...(cells.map === 'change' ? [t('fewLast')] : []),
          ].join(' · ')}{' '}
          {cells.map === 'counts' ? null : <Help topic={legend.title}>{t(`mapMeans.${cells.map}`)}</Help>}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('cell')}</th>
            {fields.map((field, index) => (
              <th
                key={field.name}
                scope="col"
                className={table['number']}
                {...(valid.field === index ? { 'aria-sort': valid.isDescending ? 'descending' : 'ascending' } : {})}
              >
                <button
                  type="button"
                  className={styles['order']}
                  onClick={() =>
                    setOrder({
                      field: index,
                      isDescending: valid.field === index ? !valid.isDescending : field.kind !== 'chance',
                    })
                  }
                >
                  {nameOf(cells, field)}
                  <span aria-hidden="true">{valid.field === index ? (valid.isDescending ? ' ↓' : ' ↑') : ''}</span>
                </button>
              </th>
            ))}
            <th scope="col">{t('class')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map((index) => {
            const cell = cellOf(cells, index)
            const [longitude, latitude] = centreOf(cell)
            const row = legend.rows[cells.classIndex[index] ?? 0]
            return (
              <tr key={writeCell(cell)} data-cell={writeCell(cell)}>
                <th scope="row">
                  <button type="button" className={styles['toMap']} onClick={() => onChoose(cell)}>
                    {t('cellAt', { latitude: number(latitude, 4), longitude: number(longitude, 4) })}
                  </button>
                </th>
                {fields.map((field) => (
                  <td key={field.name} className={table['number']} data-field={field.name}>
                    {textOf(field, index)}
                  </td>
                ))}
                <td>
                  <Swatch colour={row?.colour} />
                  {row?.label}
                  {cells.isTooFew[index] === 1 && cells.map !== 'hotSpots' ? ` · ${t('tooFewShort')}` : ''}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {shown < rows.length ? (
        <p className={styles['more']}>
          <Button onPress={() => setShown(shown + pageSize)}>{t('more')}</Button>
        </p>
      ) : null}
    </div>
  )
}
