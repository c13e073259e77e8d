import { useTranslation } from 'react-i18next'
import type { BodyProps } from '../frame/body'
import { JobRun } from '../frame/JobRun'
import { choiceFor, dayFor, wholeFor } from '../frame/settings'
import { metrics } from '../search'
import { NearRepeatResult } from './NearRepeatResult'
import { nearRepeatsQuery, startNearRepeats } from './queries'

/** Edges of bands of one width, from 0 on. */
export const edgesOf = (width: number, bands: number) => Array.from({ length: bands + 1 }, (_, index) => index * width)

/** Are incidents followed by others nearby and soon after, and where does that raise the risk? */
export function NearRepeats({ settings, onChange }: BodyProps) {
  const { t } = useTranslation('analyses')
  const bands = wholeFor(settings, 'bands')
  const level = wholeFor(settings, 'level')
  return (
    <JobRun
      settings={settings}
      start={startNearRepeats}
      input={{
        bounds: settings.town.bounds,
        from: settings.period.from,
        until: settings.until,
        spaceMetres: edgesOf(wholeFor(settings, 'bandMetres'), bands),
        timeDays: edgesOf(wholeFor(settings, 'bandDays'), bands),
        metric: choiceFor(settings, 'metric', metrics),
        permutations: wholeFor(settings, 'permutations'),
        level,
        riskAt: dayFor(settings, 'riskAt') ?? null,
        filter: settings.filter,
        asKnownOn: settings.asKnownOn,
      }}
      query={nearRepeatsQuery}
      onJob={(job) => onChange({ job })}
    >
      {({ job }, { finishedAt }) =>
        job?.nearRepeats ? (
          <NearRepeatResult
            title={t('names.nearRepeats')}
            result={job.nearRepeats}
            bounds={settings.town.bounds}
            asOf={finishedAt}
          />
        ) : null
      }
    </JobRun>
  )
}
