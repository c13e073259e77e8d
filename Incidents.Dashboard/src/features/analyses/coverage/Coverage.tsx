import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useMay, useMayVariables } from '@shared/session/may'
import { Answered } from '@shared/ui/states'
import type { BodyProps } from '../frame/body'
import { wholeFor } from '../frame/settings'
import { sourcesQuery, watchedQuery } from './queries'
import { SourcesView } from './SourcesView'
import { WatchedView } from './WatchedView'

/** On which days did which source report, and which places did devices watch? */
export function Coverage({ settings, today }: BodyProps) {
  const { town, asKnownOn } = settings
  const sources = useAnswer(sourcesQuery, { cities: [town.code], asKnownOn, ...useMayVariables('basis') })
  const mayDevices = useMay('device-totals')
  const watched = useAnswer(
    watchedQuery,
    { bounds: town.bounds, zoom: wholeFor(settings, 'cells'), at: asKnownOn },
    { pause: !mayDevices },
  )
  return (
    <>
      <Answered answer={partOf(sources, 'sourceCoverage')}>
        {(rows) => (
          <SourcesView
            rows={rows}
            town={town}
            today={today}
            asKnownOn={asKnownOn}
            asOf={sources.freshness?.asOf ?? null}
          />
        )}
      </Answered>
      {mayDevices ? (
        <Answered answer={partOf(watched, 'coverage')}>
          {(coverage) => <WatchedView coverage={coverage} town={town} asOf={watched.freshness?.asOf ?? null} />}
        </Answered>
      ) : null}
    </>
  )
}
