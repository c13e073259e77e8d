import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { Answered, Empty } from '@shared/ui/states'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Counts } from './Counts'
import { Devices } from './Devices'
import { HowToRead } from './HowToRead'
import { ResponseTimes } from './ResponseTimes'
import { Scope } from './Scope'
import { TownTable } from './TownTable'
import type { Line } from './search'
import { before, grainOf, type Period } from './period'
import { kpisQuery, trendsQuery, type Figures } from './queries'
import styles from './Report.module.css'
import panel from '@shared/ui/Panel.module.css'

interface Props {
  readonly period: Period
  readonly cities: string[] | undefined
  readonly line: Line
  readonly onLine: (line: Line) => void
}

const everySeconds = 60

/** The figures of a period, of the towns chosen. */
export function Report({ period: { from, until }, cities, line, onLine }: Props) {
  const period = useMemo(() => ({ from, until }), [from, until])
  const asked = useMemo(() => ({ from, until, cities: cities ?? null }), [from, until, cities])
  const answer = useAnswer(kpisQuery, asked, { everySeconds })
  const trends = useAnswer(trendsQuery, { ...asked, grain: grainOf(period) }, { everySeconds })
  const [figures, records] = [partOf(answer, 'kpis'), partOf(answer, 'incidents')]
  return (
    <div className={styles['report']} aria-busy={answer.isRefreshing}>
      <Answered answer={figures}>
        {(kpis) => {
          const together = kpis.find(({ city }) => city === null)
          if (together === undefined) return <Nothing />
          const begin = records.data?.nodes[0]?.occurredOn
          const basis = {
            period: together,
            recordsBegin: begin,
            recordsError: records.error,
            isComparable: begin !== undefined && begin <= before(together).from,
            freshness: answer.freshness,
          }
          return (
            <>
              <Scope basis={basis} cities={cities} />
              {isEmpty(together) ? (
                <Nothing />
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

function Nothing() {
  const { t } = useTranslation('kpis')
  return (
    <div className={panel['panel']}>
      <Empty title={t('nothing')}>{t('nothingMeans')}</Empty>
    </div>
  )
}

const isEmpty = ({ counts, durations }: Figures) =>
  counts.every(({ count }) => !count) && durations.every(({ count }) => !count)
