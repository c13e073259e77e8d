import type { BodyProps } from '../frame/body'
import { JobRun } from '../frame/JobRun'
import { choiceFor, wholeFor } from '../frame/settings'
import { grains } from '../search'
import { NowcastScoreView } from './NowcastScoreView'
import { nowcastScoreQuery, startNowcastScoreMutation } from './queries'

/** How good were earlier estimates of recent counts? */
export function NowcastScores({ settings, onChange }: BodyProps) {
  const maxDelay = wholeFor(settings, 'maxDelay')
  return (
    <JobRun
      settings={settings}
      start={startNowcastScoreMutation}
      input={{
        from: settings.period.from,
        until: settings.until,
        grain: choiceFor(settings, 'grain', grains),
        options: { maxDelay },
        leastExpected: wholeFor(settings, 'least'),
        filter: settings.filter,
        asKnownOn: settings.asKnownOn,
      }}
      query={nowcastScoreQuery}
      onJob={(job) => onChange({ job })}
    >
      {({ job }, { finishedAt }) =>
        job?.nowcastScore ? <NowcastScoreView result={job.nowcastScore} asOf={finishedAt} /> : null
      }
    </JobRun>
  )
}
