import type { BodyProps } from '../frame/body'
import { JobRun } from '../frame/JobRun'
import { choiceFor, numberFor, wholeFor } from '../frame/settings'
import { switches } from '../search'
import { startScan, scanQuery } from './queries'
import { ScanResultView } from './ScanResult'

/** Is there a cluster in place and time? */
export function SpaceTimeScan({ settings, onChange }: BodyProps) {
  return (
    <JobRun
      settings={settings}
      start={startScan}
      input={{
        bounds: settings.town.bounds,
        zoom: wholeFor(settings, 'cells'),
        from: settings.period.from,
        until: settings.until,
        stepDays: wholeFor(settings, 'stepDays'),
        maxShare: wholeFor(settings, 'maxShare'),
        maxRadiusMetres: numberFor(settings, 'maxRadius'),
        onlyAlive: choiceFor(settings, 'alive', switches) === 'yes',
        replications: wholeFor(settings, 'permutations'),
        filter: settings.filter,
        asKnownOn: settings.asKnownOn,
      }}
      query={scanQuery}
      onJob={(job) => onChange({ job })}
    >
      {({ job }, { finishedAt }) =>
        job?.spaceTimeScan ? (
          <ScanResultView result={job.spaceTimeScan} bounds={settings.town.bounds} asOf={finishedAt} />
        ) : null
      }
    </JobRun>
  )
}
