import { useFormat } from '@shared/format/useFormat'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { CellLink } from '../frame/CellLink'
import { factsOf } from '../frame/facts'
import { ResultBasis } from '../frame/ResultBasis'
import { ResultMap } from '../frame/ResultMap'
import { Beside, Remark, ResultPanel } from '../frame/ResultPanel'
import { ResultTable, type Column } from '../frame/ResultTable'
import type { Town } from '../frame/settings'
import { cellBounds, polygon, rectangle } from '../frame/shapes'
import type { Density } from './queries'

interface Props {
  readonly result: Density
  readonly town: Town
  readonly asOf: string | null
}

interface Cell {
  readonly x: number
  readonly y: number
  readonly perSquareKm: number
}

/** Shares of the highest density at which a class begins. */
const classes = [0.05, 0.2, 0.4, 0.6, 0.8] as const
const opacities = [0.15, 0.3, 0.45, 0.65, 0.85] as const
const classOf = (share: number) => classes.findLastIndex((least) => share >= least)

export function DensityView({ result, town, asOf }: Props) {
  const { t } = useTranslation('analyses')
  const { number } = useFormat()
  const facts = factsOf(result.basis, asOf)
  const cells = useMemo(() => cellsOf(result), [result])
  const shapes = useMemo(
    () =>
      cells.flatMap(({ x, y, perSquareKm }) => {
        const opacity = opacities[classOf(perSquareKm / result.max)]
        return opacity === undefined
          ? []
          : [{ ring: rectangle(cellBounds(result.zoom, x, y)), colour: '--bad' as const, opacity }]
      }),
    [cells, result],
  )
  const columns: readonly Column<Cell>[] = [
    {
      key: 'cell',
      label: t('columns.cell'),
      value: ({ x, y }) => `${result.zoom}/${x}/${y}`,
      show: ({ x, y }) => <CellLink basis={result.basis} city={town.code} zoom={result.zoom} x={x} y={y} />,
    },
    { key: 'perSquareKm', label: t('columns.perSquareKm'), value: ({ perSquareKm }) => perSquareKm, digits: 2 },
  ]
  return (
    <ResultPanel title={t('density.title')}>
      <Remark>{t('density.means')}</Remark>
      <Beside>
        <ResultMap
          label={t('density.map')}
          shapes={shapes}
          bounds={town.bounds}
          legend={classes.map((least, index) => ({
            label: t('density.from', { value: number(least * result.max, result.max < 50 ? 1 : 0) }),
            colour: '--bad',
            opacity: opacities[index] ?? 1,
          }))}
        />
        <ResultTable
          label={t('density.title')}
          name="density"
          facts={facts}
          columns={columns}
          rows={cells}
          keyOf={({ x, y }) => `${x} ${y}`}
          geometry={({ x, y }) => polygon(cellBounds(result.zoom, x, y))}
          empty={t('noRows')}
        />
      </Beside>
      <ResultBasis
        basis={result.basis}
        observations={t('observations.inReach')}
        asOf={asOf}
        more={[{ label: t('density.bandwidth'), value: t('metres', { value: number(result.bandwidthMetres) }) }]}
      />
    </ResultPanel>
  )
}

const cellsOf = ({ columns }: Density): Cell[] =>
  columns.x
    .map((x, index) => ({ x, y: columns.y[index] ?? 0, perSquareKm: columns.perSquareKm[index] ?? 0 }))
    .sort((a, b) => b.perSquareKm - a.perSquareKm)
