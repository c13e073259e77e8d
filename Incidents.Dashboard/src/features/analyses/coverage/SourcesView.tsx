import { addDays } from '@shared/format/days'
import { useFormat } from '@shared/format/useFormat'
import { useMay } from '@shared/session/may'
import { Basis } from '@shared/ui/Basis'
import { useTranslation } from 'react-i18next'
import { ResultPanel } from '../frame/ResultPanel'
import { ResultTable, type Column } from '../frame/ResultTable'
import type { Town } from '../frame/settings'
import type { SourceRow } from './queries'
import { spansOf } from './spans'
import styles from './SourcesView.module.css'

interface Props {
  readonly rows: readonly SourceRow[]
  readonly town: Town
  readonly today: string
  readonly asKnownOn: string | null
  readonly asOf: string | null
}

/** From when until when each source reported, with its gaps. */
export function SourcesView({ rows, town, today, asKnownOn, asOf }: Props) {
  const { t } = useTranslation('analyses')
  const { day, number, moment } = useFormat()
  const first = rows.reduce((least, { from }) => (from < least ? from : least), today)
  const sourceName = ({ source }: SourceRow) => source ?? t('coverage.devices')
  const last = ({ until }: SourceRow) => (until === null ? null : addDays(until, -1))
  const mayBasis = useMay('basis')
  const reports: readonly Column<SourceRow>[] = [
    { key: 'reports', label: t('columns.reports'), value: ({ reportCount }) => reportCount ?? null },
    {
      key: 'lastReportOn',
      label: t('columns.lastReport'),
      value: ({ lastReportOn }) => lastReportOn ?? null,
      show: ({ lastReportOn }) => (lastReportOn == null ? '—' : day(lastReportOn)),
    },
  ]
  const columns: readonly Column<SourceRow>[] = [
    { key: 'source', label: t('columns.source'), value: ({ source }) => source ?? 'devices', show: sourceName },
    { key: 'kind', label: t('columns.kind'), value: ({ kind }) => kind, show: ({ kind }) => t(`coveredKinds.${kind}`) },
    { key: 'from', label: t('columns.firstDay'), value: ({ from }) => from, show: ({ from }) => day(from) },
    {
      key: 'until',
      label: t('columns.lastDay'),
      value: last,
      show: (row) => {
        const ends = last(row)
        return ends === null ? t('coverage.goesOn') : day(ends)
      },
    },
    {
      key: 'gaps',
      label: t('columns.gaps'),
      value: ({ gaps }) => gaps.map(({ from, until }) => `${from}..${addDays(until, -1)}`).join(' '),
      show: ({ gaps }) =>
        gaps.length === 0
          ? t('coverage.noGaps')
          : gaps.map(({ from, until }) => `${day(from)} – ${day(addDays(until, -1))}`).join('; '),
    },
    {
      key: 'basis',
      label: t('columns.howKnown'),
      value: ({ basis }) => basis,
      show: ({ basis, by, declaredOn }) =>
        basis === 'DECLARED' && declaredOn !== null
          ? t('coverage.declaredBy', { by: by ?? '—', day: day(declaredOn) })
          : t(`coverageBases.${basis}`),
    },
    ...(mayBasis ? reports : []),
  ]
  return (
    <ResultPanel title={t('coverage.sources')}>
      <ul className={styles['spans']} aria-hidden="true">
        {rows.map((row) => (
          <li key={`${row.source ?? ''} ${row.kind}`}>
            <span>
              {sourceName(row)} · {t(`coveredKinds.${row.kind}`)}
            </span>
            <span className={styles['track']}>
              {spansOf(row, first, addDays(today, 1)).map(({ start, width }) => (
                <span key={start} style={{ left: `${start * 100}%`, width: `${width * 100}%` }} />
              ))}
            </span>
          </li>
        ))}
        <li>
          <span />
          <span className={styles['ends']}>
            <span>{day(first)}</span>
            <span>{day(today)}</span>
          </span>
        </li>
      </ul>
      <ResultTable
        label={t('coverage.sources')}
        name="source-coverage"
        facts={{
          area: town.code,
          period: null,
          counted: 'SOURCES',
          categories: [],
          knownAt: asKnownOn,
          method: 'source coverage',
          parameters: {},
          asOf,
        }}
        columns={columns}
        rows={rows}
        keyOf={({ source, kind }) => `${source ?? ''} ${kind}`}
        empty={t('coverage.nothing')}
      />
      <Basis
        items={[
          { label: `n, ${t('observations.sources')}`, value: number(rows.length) },
          { label: t('basis.area'), value: town.name },
          { label: t('basis.knownAt'), value: asKnownOn === null ? t('knownNow') : day(asKnownOn) },
          { label: t('basis.method'), value: t('coverage.method') },
          { label: t('basis.asOf'), value: asOf === null ? null : moment(asOf) },
        ]}
      />
    </ResultPanel>
  )
}
