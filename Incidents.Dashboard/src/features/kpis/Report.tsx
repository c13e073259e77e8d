import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { Answered, Empty } from '@shared/ui/states'
import { Warnings } from '@shared/ui/Warnings'
import { coverageCodes } from '@shared/ui/warningText'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Counts } from './Counts'
import { Devices } from './Devices'
import { HowToRead } from './HowToRead'
import { ResponseTimes } from './ResponseTimes'
import { RecentCounts } from './RecentCounts'
import { Scope } from './Scope'
import { Sources } from './Sources'
import { TownTable } from './TownTable'
import type { CountedMeasure } from './measures'
import type { Line } from './search'
import { grainOf, type Period } from './period'
import { kpisQuery, trendsQuery, type Figures } from './queries'
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
}

const everySeconds = 60

/** The figures of a period, of the towns chosen. */
export function Report({ period: { from, until }, cities, line, onLine, ...recent }: Props) {
  const period = useMemo(() => ({ from, until }), [from, until])
  const asked = useMemo(() => ({ from, until, cities: cities ?? null }), [from, until, cities])
  const answer = useAnswer(kpisQuery, asked, { everySeconds })
  const trends = useAnswer(trendsQuery, { ...asked, grain: grainOf(period) }, { everySeconds })
  const figures = partOf(answer, 'kpis')
  return (
    <div className={styles['report']} aria-busy={answer.isRefreshing}>
      <Answered answer={figures}>
        {(kpis) => {
          const together = kpis.find(({ city }) => city === null)
          if (together === undefined) return <Nothing isCovered />
          const basis = { period: together, freshness: answer.freshness }
          return (
            <>
              <Scope basis={basis} cities={cities} />
              <Sources cities={cities} period={period} />
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
                  <TownTable towns={kpis.filter(({ city }) => city !== null)} basis={basis} />
                </>
              )}
            </>
          )
        }}
      </Answered>
      {answer.isLoading ? null : (
        <>
          <Devices cities={cities} />
          <HowToRead />
        </>
      )}
    </div>
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
