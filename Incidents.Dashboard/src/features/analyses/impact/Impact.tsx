import { addDays } from '@shared/format/days'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useTranslation } from 'react-i18next'
import type { BodyProps } from '../frame/body'
import { JobRun } from '../frame/JobRun'
import { Remark } from '../frame/ResultPanel'
import { choiceFor, dayFor, placesFor, wholeFor, writtenPlace } from '../frame/settings'
import { cellBounds } from '../frame/shapes'
import { treatments } from '../search'
import { ImpactView } from './ImpactView'
import { busiestQuery, impactQuery, startImpactMutation } from './queries'

/** Did the cameras, or another measure, help where they came? */
export function Impact({ settings, onChange }: BodyProps) {
  const { t } = useTranslation('analyses')
  const treatment = choiceFor(settings, 'treatment', treatments)
  const { period, search, town, until } = settings
  const installedFrom = dayFor(settings, 'installedFrom') ?? period.from
  const installedTo = dayFor(settings, 'installedTo') ?? installedFrom
  const radiusMetres = wholeFor(settings, 'radius')
  const zoom = wholeFor(settings, 'cells')
  const busiest = useAnswer(
    busiestQuery,
    { bounds: town.bounds, zoom, from: period.from, until, filter: settings.filter, asKnownOn: settings.asKnownOn },
    { pause: search.places !== undefined || treatment !== 'places' },
  )
  const places = placesFor(settings, busiestOf(busiest.data?.heatmap?.columns, zoom))
  return (
    <>
      {treatment === 'places' ? (
        <Remark warn={search.places === undefined}>
          {search.places === undefined
            ? t('impact.placeIsMiddle', { town: town.name, place: places.map(writtenPlace).join(';') })
            : t('impact.places', { count: places.length })}
        </Remark>
      ) : null}
      <JobRun
        settings={settings}
        start={startImpactMutation}
        input={{
          bounds: town.bounds,
          zoom,
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
        }}
        query={impactQuery}
        onJob={(job) =>
          onChange({ job, places: treatment === 'places' ? places.map(writtenPlace).join(';') : undefined })
        }
      >
        {({ job }, { finishedAt }) =>
          job?.impact ? <ImpactView result={job.impact} town={town} asOf={finishedAt} /> : null
        }
      </JobRun>
    </>
  )
}

interface Columns {
  readonly x: readonly number[]
  readonly y: readonly number[]
  readonly count: readonly number[]
}

/** The middle of the cell with the highest count. */
function busiestOf(columns: Columns | undefined, zoom: number) {
  const index = columns === undefined ? -1 : columns.count.indexOf(Math.max(...columns.count))
  const [x, y] = [columns?.x[index], columns?.y[index]]
  if (x === undefined || y === undefined) return undefined
  const { west, south, east, north } = cellBounds(zoom, x, y)
  return { latitude: (south + north) / 2, longitude: (west + east) / 2 }
}
