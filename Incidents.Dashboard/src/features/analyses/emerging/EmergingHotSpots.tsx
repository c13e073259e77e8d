import type { BodyProps } from '../frame/body'
import { JobRun } from '../frame/JobRun'
import { choiceFor, numberFor, wholeFor } from '../frame/settings'
import { windows } from '../search'
import { EmergingResult } from './EmergingResult'
import { emergingQuery, startEmerging } from './queries'

/** Which hot spots are new, lasting or fading? */
export function EmergingHotSpots({ settings, onChange }: BodyProps) {
  return (
    <JobRun
      settings={settings}
      start={startEmerging}
      input={{
        bounds: settings.town.bounds,
        zoom: wholeFor(settings, 'cells'),
        from: settings.period.from,
        until: settings.until,
        stepDays: wholeFor(settings, 'stepDays'),
        distanceMetres: numberFor(settings, 'distance'),
        window: choiceFor(settings, 'window', windows),
        q: wholeFor(settings, 'level'),
        filter: settings.filter,
        asKnownOn: settings.asKnownOn,
      }}
      query={emergingQuery}
      onJob={(job) => onChange({ job })}
    >
      {({ job }, { finishedAt }) =>
        job?.emergingHotSpots ? (
          <EmergingResult result={job.emergingHotSpots} town={settings.town} asOf={finishedAt} />
        ) : null
      }
    </JobRun>
  )
}
