import type { BodyProps } from '../frame/body'
import { JobRun } from '../frame/JobRun'
import { choiceFor, numberFor, wholeFor } from '../frame/settings'
import { spotMethods } from '../search'
import { shuffledQuery, startShuffled } from './queries'
import { ShuffledView } from './ShuffledView'

/** Is the number of spots on a map itself chance? */
export function ShuffledHotSpots({ settings, onChange }: BodyProps) {
  return (
    <JobRun
      settings={settings}
      start={startShuffled}
      input={{
        bounds: settings.town.bounds,
        zoom: wholeFor(settings, 'cells'),
        from: settings.period.from,
        until: settings.until,
        method: choiceFor(settings, 'method', spotMethods),
        distanceMetres: numberFor(settings, 'distance'),
        q: wholeFor(settings, 'level'),
        shuffles: wholeFor(settings, 'shuffles'),
        filter: settings.filter,
        asKnownOn: settings.asKnownOn,
      }}
      query={shuffledQuery}
      onJob={(job) => onChange({ job })}
    >
      {({ job }, { finishedAt }) =>
        job?.shuffledHotSpots ? <ShuffledView result={job.shuffledHotSpots} asOf={finishedAt} /> : null
      }
    </JobRun>
  )
}
