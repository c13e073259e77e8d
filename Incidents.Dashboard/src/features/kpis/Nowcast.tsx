import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { Panel } from '@shared/ui/Panel'
import { Answered } from '@shared/ui/states'
import { Toggle } from '@shared/ui/Toggle'
import { Warnings } from '@shared/ui/Warnings'
import { coverageCodes } from '@shared/ui/warningText'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CountedMeasure } from './measures'
import { NowcastChart } from './NowcastChart'
import { NowcastTable } from './NowcastTable'
import { expectedOf, nowcastFrom } from './nowcast'
import { nowcastQuery, type NowcastWeeks } from './queries'
import styles from './Nowcast.module.css'

interface Props {
  readonly measure: CountedMeasure
  /** The first day that is no longer counted. */
  readonly until: string
  readonly cities: string[] | undefined
  readonly isEstimated: boolean
  readonly onEstimated: (isEstimated: boolean) => void
}

/** The counts of recent weeks, and beside them what they will be when all reports have come. */
export function Nowcast({ measure, until, cities, isEstimated, onEstimated }: Props) {
  const { t } = useTranslation('kpis')
  const asked = useMemo(
    () => ({ measure, from: nowcastFrom(until), until, cities: cities ?? null }),
    [measure, until, cities],
  )
  const answer = useAnswer(nowcastQuery, asked)
  return (
    <Panel
      title={t('weeks', { measure: t(`measures.${measure}`) })}
      aside={
        <div className={styles['toggle']}>
          <Toggle
            label={t('estimate')}
            value={isEstimated ? 'shown' : 'hidden'}
            options={(['shown', 'hidden'] as const).map((value) => ({
              value,
              content: t(`estimates.${value}`),
              label: t(`estimates.${value}`),
            }))}
            onChange={(value) => onEstimated(value === 'shown')}
          />
        </div>
      }
    >
      <div className={styles['nowcast']}>
        <Answered answer={partOf(answer, 'nowcast')}>
          {({ series, basis }) =>
            series[0] === undefined ? null : (
              <Weeks weeks={series[0]} asKnownOn={basis.asKnownOn} isEstimated={isEstimated} />
            )
          }
        </Answered>
        <Warnings warnings={answer.warnings} except={coverageCodes} />
      </div>
    </Panel>
  )
}

interface WeeksProps {
  readonly weeks: NowcastWeeks
  readonly asKnownOn: string | null
  readonly isEstimated: boolean
}

function Weeks({ weeks, asKnownOn, isEstimated }: WeeksProps) {
  const { t } = useTranslation('kpis')
  const { day, number, percent } = useFormat()
  const expected = expectedOf(weeks.points)
  return (
    <>
      <NowcastChart points={weeks.points} isEstimated={isEstimated} />
      {isEstimated ? (
        <>
          {weeks.gap === null ? (
            <p className={styles['note']}>
              {t('nowcastMeans', {
                day: asKnownOn === null ? '' : day(asKnownOn),
                count: weeks.observations,
                number: number(weeks.observations),
              })}{' '}
              {expected === undefined
                ? t('nothingExpected')
                : t('expected', { day: day(expected.day), share: percent(expected.share) })}
            </p>
          ) : (
            <p className={styles['note']} data-tone="warn">
              {t(`nowcastGaps.${weeks.gap}`)}
            </p>
          )}
          {weeks.isTooFew && weeks.gap === null ? (
            <p className={styles['note']} data-tone="warn">
              {t('nowcastTooFew')}
            </p>
          ) : null}
        </>
      ) : null}
      <NowcastTable points={weeks.points} isEstimated={isEstimated} />
    </>
  )
}
