import { addDays } from '@shared/format/days'
import { useTranslation } from 'react-i18next'
import type { BodyProps } from '../frame/body'
import { JobRun } from '../frame/JobRun'
import { actor } from '../queries'
import { Remark } from '../frame/ResultPanel'
import { choiceFor, dayFor, placesFor, wholeFor } from '../frame/settings'
import { treatments } from '../search'
import { ImpactView } from './ImpactView'
import { impactQuery, startImpactMutation } from './queries'

/** Did the cameras, or another measure, help where they came? */
export function Impact({ settings, onChange }: BodyProps) {
  const { t } = useTranslation('analyses')
  const treatment = choiceFor(settings, 'treatment', treatments)
  const { period, search, town, until } = settings
  const installedFrom = dayFor(settings, 'installedFrom') ?? period.from
  const installedTo = dayFor(settings, 'installedTo') ?? installedFrom
  const radiusMetres = wholeFor(settings, 'radius')
  const places = placesFor(settings)
  return (
    <>
      {treatment === 'places' ? (
        <Remark warn={search.places === undefined}>
          {search.places === undefined
            ? t('impact.placeIsMiddle', { town: town.name, place: places.map(written).join() })
            : t('impact.places', { count: places.length })}
        </Remark>
      ) : null}
      <JobRun
        settings={settings}
        start={startImpactMutation}
        input={{
          bounds: town.bounds,
          zoom: wholeFor(settings, 'cells'),
          from: period.from,
          installedFrom,
          installedUntil: addDays(installedTo < installedFrom ? installedFrom : installedTo, 1),
          until,
          ...(treatment === 'places'
            ? { places: places.map((place) => ({ ...place, radiusMetres })) }
            : { devices: [treatment] }),
          stepDays: wholeFor(settings, 'stepDays'),
          bufferCells: wholeFor(settings, 'bufferCells'),
          controlsEach: wholeFor(settings, 'controlsEach'),
          filter: settings.filter,
          asKnownOn: settings.asKnownOn,
          by: actor,
        }}
        query={impactQuery}
        onJob={(job) => onChange({ job })}
      >
        {({ job }, { finishedAt }) =>
          job?.impact ? <ImpactView result={job.impact} town={town} asOf={finishedAt} /> : null
        }
      </JobRun>
    </>
  )
}

const written = ({ latitude, longitude }: { readonly latitude: number; readonly longitude: number }) =>
  `${latitude},${longitude}`
