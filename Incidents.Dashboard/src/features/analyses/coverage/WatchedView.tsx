import { useFormat } from '@shared/format/useFormat'
import { Basis } from '@shared/ui/Basis'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ResultMap } from '../frame/ResultMap'
import { Beside, Remark, ResultPanel } from '../frame/ResultPanel'
import { ResultTable, type Column } from '../frame/ResultTable'
import type { Town } from '../frame/settings'
import { cellBounds, polygon, rectangle } from '../frame/shapes'
import type { Watched } from './queries'

interface Props {
  readonly coverage: Watched
  readonly town: Town
  readonly asOf: string | null
}

interface Cell {
  readonly x: number
  readonly y: number
  readonly share: number
}

const steps = [0.02, 0.1, 0.25, 0.5] as const

/** The share of each cell that registered devices watched, by an assumed range. */
export function WatchedView({ coverage, town, asOf }: Props) {
  const { t } = useTranslation('analyses')
  const { number, percent, day, moment } = useFormat()
  const cells = useMemo(() => cellsOf(coverage.cells), [coverage.cells])
  const shapes = useMemo(
    () =>
      cells.map(({ x, y, share }) => ({
        ring: rectangle(cellBounds(coverage.zoom, x, y)),
        colour: '--accent' as const,
        opacity: opacityOf(share),
      })),
    [cells, coverage.zoom],
  )
  const columns: readonly Column<Cell>[] = [
    { key: 'cell', label: t('columns.cell'), value: ({ x, y }) => `${coverage.zoom}/${x}/${y}` },
    { key: 'share', label: t('columns.watched'), value: ({ share }) => share, show: ({ share }) => percent(share, 1) },
  ]
  return (
    <ResultPanel title={t('coverage.watched')}>
      {coverage.cells === null ? (
        <Remark warn>{t('coverage.noPlaces')}</Remark>
      ) : (
        <Beside>
          <ResultMap
            label={t('coverage.map')}
            shapes={shapes}
            bounds={town.bounds}
            legend={steps.map((step, index) => ({
              label:
                steps[index + 1] === undefined
                  ? t('coverage.from', { share: percent(step) })
                  : `${index === 0 ? '0' : percent(step)}–${percent(steps[index + 1] ?? 1)}`,
              colour: '--accent',
              opacity: opacityOf(step),
            }))}
          />
          <ResultTable
            label={t('coverage.watched')}
            name="device-coverage"
            facts={{
              area: town.code,
              period: { from: coverage.at, to: coverage.at },
              counted: 'DEVICES',
              categories: [],
              knownAt: null,
              method: 'device coverage',
              parameters: {
                devices: coverage.devices,
                cameraMetres: coverage.cameraMetres,
                recorderMetres: coverage.recorderMetres,
                sosTerminalMetres: coverage.sosTerminalMetres,
              },
              asOf,
            }}
            columns={columns}
            rows={cells}
            keyOf={({ x, y }) => `${x} ${y}`}
            geometry={({ x, y }) => polygon(cellBounds(coverage.zoom, x, y))}
            empty={t('noRows')}
          />
        </Beside>
      )}
      <Basis
        items={[
          { label: `n, ${t('observations.devices')}`, value: number(coverage.devices) },
          { label: t('coverage.unplaced'), value: number(coverage.unplaced) },
          { label: t('basis.area'), value: town.name },
          { label: t('coverage.day'), value: day(coverage.at) },
          {
            label: t('coverage.ranges'),
            value: t('coverage.rangesOf', {
              camera: number(coverage.cameraMetres),
              recorder: number(coverage.recorderMetres),
              terminal: number(coverage.sosTerminalMetres),
            }),
          },
          { label: t('basis.asOf'), value: asOf === null ? null : moment(asOf) },
        ]}
      />
    </ResultPanel>
  )
}

const opacityOf = (share: number) => (share >= 0.5 ? 0.85 : share >= 0.25 ? 0.6 : share >= 0.1 ? 0.4 : 0.2)

const cellsOf = (columns: Watched['cells']): Cell[] =>
  columns === null
    ? []
    : columns.x
        .map((x, index) => ({ x, y: columns.y[index] ?? 0, share: columns.share[index] ?? 0 }))
        .sort((a, b) => b.share - a.share)
