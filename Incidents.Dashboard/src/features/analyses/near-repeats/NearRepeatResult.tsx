import { useFormat } from '@shared/format/useFormat'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { parameterOf } from '../frame/basis'
import { factsOf } from '../frame/facts'
import { ResultBasis } from '../frame/ResultBasis'
import { ResultMap } from '../frame/ResultMap'
import { Beside, Remark, ResultPanel } from '../frame/ResultPanel'
import { ResultTable, type Column } from '../frame/ResultTable'
import type { Bounds } from '../frame/settings'
import { circle, point } from '../frame/shapes'
import { KnoxMatrix } from './KnoxMatrix'
import { bandText, isRaised } from './knox'
import type { NearRepeatTable } from './queries'

interface Props {
  readonly title: string
  readonly result: NearRepeatTable
  readonly bounds: Bounds
  readonly asOf: string | null
}

/** Knox's table, and where the risk is raised. */
export function NearRepeatResult({ title, result, bounds, asOf }: Props) {
  const { t } = useTranslation('analyses')
  const { number, day } = useFormat()
  const facts = factsOf(result.basis, asOf)
  const given = parameterOf(result.basis, 'level')
  const level = typeof given === 'number' ? given : 0.05
  const raised = result.entries.filter((entry) => isRaised(entry, level))
  const entries: readonly Column<NearRepeatTable['entries'][number]>[] = [
    { key: 'space', label: t('columns.distanceBand'), value: ({ space }) => `${bandText(space)} ${t('shared:metre')}` },
    { key: 'time', label: t('columns.daysBand'), value: ({ time }) => bandText(time) },
    { key: 'count', label: t('columns.pairs'), value: ({ count }) => count },
    {
      key: 'expected',
      label: t('columns.byChance'),
      value: (entry) => entry.simulatedMean ?? entry.expected,
      digits: 1,
    },
    {
      key: 'ratio',
      label: t('columns.ratio'),
      value: ({ ratio }) => ratio,
      show: ({ ratio, isTooFew }) => (isTooFew ? t('tooFew') : ratio === null ? '—' : number(ratio, 2)),
    },
    { key: 'p', label: 'p', value: ({ p }) => p, digits: 3 },
  ]
  const risk: readonly Column<NearRepeatTable['risk'][number]>[] = [
    {
      key: 'incident',
      label: t('columns.incident'),
      value: ({ incidentId }) => incidentId,
      show: ({ incidentId }) => (
        <Link to="/incidents/$id" params={{ id: incidentId }}>
          {t('open')}
        </Link>
      ),
    },
    { key: 'latitude', label: t('columns.latitude'), value: ({ latitude }) => latitude, digits: 5 },
    { key: 'longitude', label: t('columns.longitude'), value: ({ longitude }) => longitude, digits: 5 },
    { key: 'innerMetres', label: t('columns.fromMetres'), value: ({ innerMetres }) => innerMetres },
    { key: 'outerMetres', label: t('columns.toMetres'), value: ({ outerMetres }) => outerMetres },
    { key: 'ratio', label: t('columns.ratio'), value: ({ ratio }) => ratio, digits: 2 },
    { key: 'until', label: t('columns.riskUntil'), value: ({ until }) => until, show: ({ until }) => day(until) },
  ]
  const shapes = useMemo(
    () =>
      result.risk.map((area) => ({
        ring: circle(area, area.outerMetres),
        colour: '--bad' as const,
        opacity: 0.18,
      })),
    [result.risk],
  )
  return (
    <>
      <ResultPanel title={title}>
        <Remark>
          {raised.length === 0
            ? t('nearRepeats.none', { level: number(level, 3) })
            : t('nearRepeats.raised', { count: raised.length, of: result.entries.length, level: number(level, 3) })}
        </Remark>
        <KnoxMatrix result={result} level={level} />
        <ResultTable
          label={t('nearRepeats.table')}
          name="near-repeats"
          facts={facts}
          columns={entries}
          rows={result.entries}
          keyOf={({ space, time }) => `${space} ${time}`}
          empty={t('noRows')}
        />
        <ResultBasis
          basis={result.basis}
          observations={t('observations.incidents')}
          asOf={asOf}
          more={[{ label: t('columns.pairs'), value: number(result.pairs) }]}
        />
      </ResultPanel>
      <ResultPanel title={t('nearRepeats.risk', { day: day(result.riskAt) })}>
        <Remark>
          {result.riskAreas === 0
            ? t('nearRepeats.noRisk')
            : t('nearRepeats.areas', { count: result.riskAreas, number: number(result.riskAreas) })}
        </Remark>
        {result.riskAreas === 0 ? null : (
          <Beside>
            <ResultMap
              label={t('nearRepeats.map')}
              shapes={shapes}
              bounds={bounds}
              legend={[{ label: t('nearRepeats.area'), colour: '--bad', opacity: 0.3 }]}
            />
            <ResultTable
              label={t('nearRepeats.map')}
              name="near-repeat-risk"
              facts={facts}
              columns={risk}
              rows={result.risk}
              keyOf={({ incidentId, innerMetres, until }) => `${incidentId} ${innerMetres} ${until}`}
              geometry={point}
              empty={t('noRows')}
            />
          </Beside>
        )}
        <ResultBasis basis={result.basis} observations={t('observations.incidents')} asOf={asOf} />
      </ResultPanel>
    </>
  )
}
