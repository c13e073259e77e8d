import { DeviceFigures } from '@shared/devices/DeviceFigures'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useExtent, useMay, useMayVariables } from '@shared/session/may'
import { Answered, Empty } from '@shared/ui/states'
import { LeastCount } from '@shared/ui/NoData'
import { Panel } from '@shared/ui/Panel'
import { Warnings } from '@shared/ui/Warnings'
import { coverageCodes, leastOf } from '@shared/ui/warningText'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Counts } from './Counts'
import { Devices } from './Devices'
import { HowToRead } from './HowToRead'
import { ResponseTimes } from './ResponseTimes'
import { Operations } from './operations/Operations'
import { RecentCounts } from './RecentCounts'
import { Scope } from './Scope'
import { Sources } from './Sources'
import { TownTable } from './TownTable'
import type { CountedMeasure } from './measures'
import type { Line } from './search'
import { TownMultiples } from './TownMultiples'
import { comparedPeriod, type Compared } from './compared'
import { grainOf, type Period } from './period'
import { kpisQuery, sourcesQuery, trendsQuery, type Figures } from './queries'
import { cutToRecords } from './records'
import styles from './Report.module.css'
import panel from '@shared/ui/Panel.module.css'

interface Props {
  readonly period: Period
  readonly cities: string[] | undefined
  readonly line: Line
  readonly onLine: (line: Line) => void
  readonly measure: CountedMeasure
  readonly onMeasure: (measure: CountedMeasure) => void
  readonly isEstimated: boolean
  readonly onEstimated: (isEstimated: boolean) => void
  readonly against: Compared
  readonly onAgainst: (against: Compared) => void
}

const everySeconds = 60

/** The figures of a period, of the towns chosen: of its days between the beginning and the end of the records. */
export function Report({ period: { from, until }, cities, line, onLine, against, onAgainst, ...recent }: Props) {
  const { t } = useTranslation('kpis')
  const asked = useMemo(() => ({ from, until }), [from, until])
  const towns = useMemo(() => ({ cities: cities ?? null }), [cities])
  const may = useMayVariables('basis')
  const isRounded = useExtent('totals') === 'suppressed'
  const sources = partOf(useAnswer(sourcesQuery, { ...towns, ...may }), 'sourceCoverage')
  const isKnown = sources.data !== undefined || sources.error !== undefined
  const period = useMemo(
    () => (isRounded ? asked : cutToRecords(asked, sources.data ?? [])),
    [asked, sources.data, isRounded],
  )
  const before = useMemo(() => comparedPeriod(period, against), [period, against])
  const answer = useAnswer(
    kpisQuery,
    { ...period, ...towns, beforeFrom: before.from, beforeUntil: before.until },
    { everySeconds, pause: !isKnown },
  )
  const trends = useAnswer(
    trendsQuery,
    { ...period, ...towns, grain: grainOf(period, isRounded) },
    { everySeconds, pause: !isKnown },
  )
  const figures = partOf(answer, 'kpis')
  const mayDevices = useMay('device-totals')
  return (
    <LeastCount value={leastOf(answer.warnings)}>
      <div className={styles['report']} aria-busy={answer.isRefreshing}>
        <Answered answer={figures}>
          {(kpis) => {
            const together = kpis.find(({ city }) => city === null)
            if (together === undefined) return <Nothing isCovered />
            const basis = { period: together, before, freshness: answer.freshness }
            return (
              <>
                <Scope basis={basis} cities={cities} asked={asked} against={against} onAgainst={onAgainst} />
                <Sources cities={cities} period={period} before={before} />
                <Warnings warnings={answer.warnings} except={coverageCodes} />
                {isEmpty(together) ? (
                  <Nothing isCovered={together.counts.some(({ count }) => count !== null)} />
                ) : (
                  <>
                    <ResponseTimes
                      durations={together.durations}
                      trends={trends}
                      basis={basis}
                      line={line}
                      onLine={onLine}
                    />
                    <Counts counts={together.counts} trends={trends} basis={basis} />
                    <RecentCounts {...recent} until={until} cities={cities} />
                    <TownMultiples
                      measure={recent.measure}
                      period={period}
                      cities={cities}
                      onMeasure={recent.onMeasure}
                    />
                    <TownTable towns={kpis.filter(({ city }) => city !== null)} basis={basis} />
                  </>
                )}
              </>
            )
          }}
        </Answered>
        {answer.isLoading || !isKnown ? null : (
          <>
            <Operations period={period} cities={cities} />
            {mayDevices ? (
              <>
                <Devices cities={cities} />
                <Panel title={t('deviceFigures')}>
                  <DeviceFigures from={period.from} until={period.until} cities={cities} />
                </Panel>
              </>
            ) : null}
            <HowToRead />
          </>
        )}
      </div>
    </LeastCount>
  )
}

/** Nothing was recorded, or no source reported: that is not the same. */
function Nothing({ isCovered }: { readonly isCovered: boolean }) {
  const { t } = useTranslation('kpis')
  return (
    <div className={panel['panel']}>
      {isCovered ? (
        <Empty title={t('nothing')}>{t('nothingMeans')}</Empty>
      ) : (
        <Empty title={t('noData')}>{t('noDataMeans')}</Empty>
      )}
    </div>
  )
}

const isEmpty = ({ counts, durations }: Figures) =>
  [...counts, ...durations].every(({ count }) => count === null || count === 0)
