import { useFormat } from '@shared/format/useFormat'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { parameterOf } from '../frame/basis'
import { CellLink } from '../frame/CellLink'
import { factsOf } from '../frame/facts'
import { ResultBasis } from '../frame/ResultBasis'
import { ResultMap } from '../frame/ResultMap'
import { Beside, Remark, ResultPanel } from '../frame/ResultPanel'
import { ResultTable, type Column } from '../frame/ResultTable'
import type { Town } from '../frame/settings'
import { polygon, rectangle } from '../frame/shapes'
import { lookOf } from './patterns'
import type { EmergingSpots } from './queries'

interface Props {
  readonly result: EmergingSpots
  readonly town: Town
  readonly asOf: string | null
}

type Spot = EmergingSpots['cells'][number]

/** Patterns of cells over time: how many of each, where, and each cell. */
export function EmergingResult({ result, town, asOf }: Props) {
  const { t } = useTranslation('analyses')
  const { number, day } = useFormat()
  const facts = factsOf(result.basis, asOf)
  const shown = useMemo(() => result.patterns.filter(({ pattern }) => pattern !== 'NO_PATTERN'), [result])
  const all = result.patterns.reduce((sum, { cells }) => sum + cells, 0)
  const nameOf = ({ pattern, side }: { pattern: Spot['pattern']; side: Spot['side'] }) =>
    t('emerging.named', { side: t(`sides.${side}`), pattern: t(`patterns.${pattern}`) })
  const shapes = useMemo(
    () => result.cells.map((cell) => ({ ring: rectangle(cell), ...lookOf(cell.pattern, cell.side) })),
    [result],
  )
  const columns: readonly Column<Spot>[] = [
    {
      key: 'cell',
      label: t('columns.cell'),
      value: ({ x, y }) => `${result.zoom}/${x}/${y}`,
      show: ({ x, y }) => <CellLink basis={result.basis} city={town.code} zoom={result.zoom} x={x} y={y} />,
    },
    { key: 'pattern', label: t('columns.pattern'), value: ({ pattern }) => pattern, show: nameOf },
    {
      key: 'count',
      label: t('columns.count'),
      value: ({ count }) => count,
      show: ({ count, isTooFew }) => (isTooFew ? `${number(count)} · ${t('tooFew')}` : number(count)),
    },
    { key: 'hotSteps', label: t('columns.hotSteps'), value: ({ hotSteps }) => hotSteps },
    { key: 'coldSteps', label: t('columns.coldSteps'), value: ({ coldSteps }) => coldSteps },
    { key: 'trend', label: t('columns.trend'), value: ({ trend }) => trend, show: ({ trend }) => t(`trends.${trend}`) },
    { key: 'trendP', label: t('columns.trendP'), value: ({ trendP }) => trendP, digits: 3 },
    { key: 'slopePerStep', label: t('columns.slope'), value: ({ slopePerStep }) => slopePerStep, digits: 2 },
    { key: 'lastZ', label: t('columns.lastZ'), value: ({ lastZ }) => lastZ, digits: 2 },
    { key: 'latitude', label: t('columns.latitude'), value: ({ latitude }) => latitude, digits: 5 },
    { key: 'longitude', label: t('columns.longitude'), value: ({ longitude }) => longitude, digits: 5 },
  ]
  const distance = parameterOf(result.basis, 'distanceMetres')
  return (
    <ResultPanel title={t('names.emerging')}>
      <Remark>
        {shown.length === 0
          ? t('emerging.none', { cells: number(all) })
          : t('emerging.found', {
              count: result.cells.length,
              number: number(result.cells.length),
              cells: number(all),
            })}
      </Remark>
      <Beside>
        <ResultMap
          label={t('emerging.map')}
          shapes={shapes}
          bounds={town.bounds}
          legend={shown.map((entry) => ({
            label: `${nameOf(entry)}: ${number(entry.cells)}`,
            ...lookOf(entry.pattern, entry.side),
          }))}
        />
        <dl data-patterns>
          {shown.map((entry) => (
            <div key={`${entry.pattern} ${entry.side}`}>
              <dt>
                <strong>
                  {nameOf(entry)}: {number(entry.cells)}
                </strong>
              </dt>
              <dd>{t(`patternsMean.${entry.pattern}`)}</dd>
            </div>
          ))}
        </dl>
      </Beside>
      <ResultTable
        label={t('names.emerging')}
        name="emerging-hot-spots"
        facts={facts}
        columns={columns}
        rows={result.cells}
        keyOf={({ x, y }) => `${x} ${y}`}
        geometry={polygon}
        empty={t('noRows')}
      />
      <ResultBasis
        basis={result.basis}
        observations={t('observations.cellSteps')}
        asOf={asOf}
        more={[
          { label: t('basis.cell'), value: t('metres', { value: number(result.cellMetres) }) },
          {
            label: t('basis.distance'),
            value: typeof distance === 'number' ? t('metres', { value: number(distance) }) : t('eightCells'),
          },
          {
            label: t('basis.steps'),
            value: t('stepsOf', {
              steps: number(result.steps.length),
              days: number(result.stepDays),
              from: day(result.steps[0] ?? result.basis.from),
            }),
          },
        ]}
      />
    </ResultPanel>
  )
}
