import { addDays } from '@shared/format/days'
import { useFormat } from '@shared/format/useFormat'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { factsOf } from '../frame/facts'
import { ResultBasis } from '../frame/ResultBasis'
import { ResultMap } from '../frame/ResultMap'
import { Remark, ResultPanel } from '../frame/ResultPanel'
import { ResultTable, type Column } from '../frame/ResultTable'
import type { Bounds } from '../frame/settings'
import { circle, point } from '../frame/shapes'
import type { ScanResult } from './queries'

interface Props {
  readonly result: ScanResult
  readonly bounds: Bounds
  readonly asOf: string | null
}

type Cluster = ScanResult['clusters'][number]
const level = 0.05
const isFound = ({ p }: Cluster) => p !== null && p <= level

/** The strongest clusters, those above chance in another colour. */
export function ScanResultView({ result, bounds, asOf }: Props) {
  const { t } = useTranslation('analyses')
  const { number, day } = useFormat()
  const facts = factsOf(result.basis, asOf)
  const found = result.clusters.filter(isFound).length
  const shapes = useMemo(
    () =>
      result.clusters.map((cluster) => ({
        // A cluster of one cell has the radius 0: half a cell shows it.
        ring: circle(cluster, Math.max(cluster.radiusMetres, result.cellMetres / 2)),
        colour: isFound(cluster) ? ('--bad' as const) : ('--text-2' as const),
        opacity: isFound(cluster) ? 0.3 : 0.1,
      })),
    [result],
  )
  const columns: readonly Column<Cluster>[] = [
    { key: 'from', label: t('columns.firstDay'), value: ({ from }) => from, show: ({ from }) => day(from) },
    {
      key: 'until',
      label: t('columns.lastDay'),
      value: ({ until }) => addDays(until, -1),
      show: ({ until }) => day(addDays(until, -1)),
    },
    { key: 'count', label: t('columns.count'), value: ({ count }) => count },
    { key: 'expected', label: t('columns.expected'), value: ({ expected }) => expected, digits: 1 },
    {
      key: 'relativeRisk',
      label: t('columns.relativeRisk'),
      value: ({ relativeRisk }) => relativeRisk,
      show: ({ relativeRisk, isTooFew }) =>
        isTooFew ? t('tooFew') : relativeRisk === null ? '—' : number(relativeRisk, 2),
    },
    {
      key: 'p',
      label: 'p',
      value: ({ p }) => p,
      show: ({ p }) =>
        p === null ? t('scan.noReplications') : `${number(p, 3)} · ${p <= level ? t('scan.found') : t('scan.chance')}`,
    },
    { key: 'radiusMetres', label: t('columns.radius'), value: ({ radiusMetres }) => radiusMetres },
    { key: 'cells', label: t('columns.cells'), value: ({ cells }) => cells },
    { key: 'latitude', label: t('columns.latitude'), value: ({ latitude }) => latitude, digits: 5 },
    { key: 'longitude', label: t('columns.longitude'), value: ({ longitude }) => longitude, digits: 5 },
    { key: 'logLikelihoodRatio', label: 'LLR', value: ({ logLikelihoodRatio }) => logLikelihoodRatio, digits: 2 },
  ]
  return (
    <ResultPanel title={t('names.scan')}>
      <Remark>
        {found === 0
          ? t('scan.none', { count: result.clusters.length })
          : t('scan.some', { count: found, of: result.clusters.length })}
      </Remark>
      <ResultMap
        label={t('scan.map')}
        shapes={shapes}
        bounds={bounds}
        legend={[
          { label: t('scan.found'), colour: '--bad', opacity: 0.3 },
          { label: t('scan.chance'), colour: '--text-2', opacity: 0.1 },
        ]}
      />
      <ResultTable
        label={t('names.scan')}
        name="space-time-scan"
        facts={facts}
        columns={columns}
        rows={result.clusters}
        keyOf={({ longitude, latitude, from }) => `${longitude} ${latitude} ${from}`}
        geometry={point}
        empty={t('noRows')}
      />
      <ResultBasis
        basis={result.basis}
        observations={t('observations.cellsWithCount')}
        asOf={asOf}
        more={[
          { label: t('basis.cell'), value: t('metres', { value: number(result.cellMetres) }) },
          { label: t('scan.critical'), value: result.critical === null ? null : number(result.critical, 2) },
        ]}
      />
    </ResultPanel>
  )
}
