import { useFormat } from '@shared/format/useFormat'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ExportFacts } from '../frame/facts'
import { ResultMap } from '../frame/ResultMap'
import { Beside } from '../frame/ResultPanel'
import { ResultTable, type Column } from '../frame/ResultTable'
import type { Town } from '../frame/settings'
import { cellBounds, polygon } from '../frame/shapes'
import { classes, shapesOf, type ForecastCell } from './cells'

interface Props {
  readonly cells: readonly ForecastCell[]
  readonly zoom: number
  readonly town: Town
  readonly facts: ExportFacts
  readonly name: string
}

/** The cells of a forecast, on a map and as a table. */
export function CellForecast({ cells, zoom, town, facts, name }: Props) {
  const { t } = useTranslation('analyses')
  const { number } = useFormat()
  const shapes = useMemo(() => shapesOf(cells, zoom), [cells, zoom])
  const most = cells[0]?.expected ?? 0
  const columns: readonly Column<ForecastCell>[] = [
    { key: 'cell', label: t('columns.cell'), value: ({ x, y }) => `${zoom}/${x}/${y}` },
    { key: 'expected', label: t('columns.expected'), value: ({ expected }) => expected, digits: 2 },
  ]
  return (
    <Beside>
      <ResultMap
        label={t('forecasts.map')}
        shapes={shapes}
        bounds={town.bounds}
        legend={classes.map(({ least, opacity }) => ({
          label: t('forecasts.expectedFrom', { value: number(least * most, 2) }),
          colour: '--bad',
          opacity,
        }))}
      />
      <ResultTable
        label={t('forecasts.map')}
        name={name}
        facts={facts}
        columns={columns}
        rows={cells}
        keyOf={({ x, y }) => `${x} ${y}`}
        geometry={({ x, y }) => polygon(cellBounds(zoom, x, y))}
        empty={t('noRows')}
      />
    </Beside>
  )
}
