import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { Answered } from '@shared/ui/states'
import { Warnings } from '@shared/ui/Warnings'
import { coverageCodes } from '@shared/ui/warningText'
import type { BodyProps } from '../frame/body'
import { choiceFor, wholeFor } from '../frame/settings'
import { switches } from '../search'
import { AnomalyView } from './AnomalyView'
import { anomaliesQuery } from './queries'

/** Which days were unusual? */
export function Anomalies({ settings }: BodyProps) {
  const answer = useAnswer(anomaliesQuery, {
    from: settings.period.from,
    until: settings.until,
    falseAlarmRate: wholeFor(settings, 'falseAlarmRate'),
    weeks: wholeFor(settings, 'weeks'),
    bothSides: choiceFor(settings, 'bothSides', switches) === 'yes',
    filter: settings.filter,
    asKnownOn: settings.asKnownOn,
  })
  return (
    <>
      <Answered answer={partOf(answer, 'anomalies')}>
        {({ basis, series }) =>
          series[0] === undefined ? null : (
            <AnomalyView basis={basis} series={series[0]} asOf={answer.freshness?.asOf ?? null} />
          )
        }
      </Answered>
      <Warnings warnings={answer.warnings} except={coverageCodes} />
    </>
  )
}
