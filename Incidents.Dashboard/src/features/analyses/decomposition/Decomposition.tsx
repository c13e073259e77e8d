import type { StartDecompositionInput } from '@shared/graphql/generated/graphql'
import type { BodyProps } from '../frame/body'
import { JobRun } from '../frame/JobRun'
import { choiceFor } from '../frame/settings'
import { cycles, switches } from '../search'
import { DecompositionView } from './DecompositionView'
import { decompositionQuery, startDecompositionMutation } from './queries'

const periodsOf: Record<(typeof cycles)[number], Pick<StartDecompositionInput, 'periodsDays' | 'periodsHours'>> = {
  week: { periodsDays: [7] },
  weekAndYear: { periodsDays: [7, 365] },
  dayAndWeek: { periodsHours: [24, 168] },
}

/** What is season, what is trend? */
export function Decomposition({ settings, onChange }: BodyProps) {
  return (
    <JobRun
      settings={settings}
      start={startDecompositionMutation}
      input={{
        from: settings.period.from,
        until: settings.until,
        ...periodsOf[choiceFor(settings, 'cycle', cycles)],
        robust: choiceFor(settings, 'robust', switches) === 'yes',
        filter: settings.filter,
        asKnownOn: settings.asKnownOn,
      }}
      query={decompositionQuery}
      onJob={(job) => onChange({ job })}
    >
      {({ job }, { finishedAt }) =>
        job?.decomposition ? <DecompositionView result={job.decomposition} asOf={finishedAt} /> : null
      }
    </JobRun>
  )
}
