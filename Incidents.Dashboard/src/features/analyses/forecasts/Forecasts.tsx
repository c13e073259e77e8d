import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useMay } from '@shared/session/may'
import { Answered } from '@shared/ui/states'
import { useTranslation } from 'react-i18next'
import type { BodyProps } from '../frame/body'
import { JobRun } from '../frame/JobRun'
import { Remark } from '../frame/ResultPanel'
import { choiceFor, wholeFor } from '../frame/settings'
import { forecastPeriods } from '../search'
import { BacktestView } from './BacktestView'
import { ForecastDetail } from './ForecastDetail'
import { ForecastList } from './ForecastList'
import { RecordView } from './RecordView'
import { SealButton } from './SealButton'
import { backtestQuery, forecastsQuery, startBacktest } from './queries'
import { planOf } from './plans'

/** Where next, and how good were the forecasts so far? */
export function Forecasts({ settings, onChange }: BodyProps) {
  const { t } = useTranslation('analyses')
  const { town, search } = settings
  const list = useAnswer(forecastsQuery, { cities: [town.code] })
  const period = choiceFor(settings, 'period', forecastPeriods)
  const category = search.category?.length === 1 ? (search.category[0] ?? null) : null
  const zoom = wholeFor(settings, 'cells')
  const maySeal = useMay('forecast-command')
  const mayBacktest = useMay('analysis')
  const keepsJob = { job: search.job }
  return (
    <>
      {(search.category?.length ?? 0) > 1 ? <Remark warn>{t('forecasts.oneCategory')}</Remark> : null}
      <Answered answer={partOf(list, 'forecasts')}>
        {({ nodes, totalCount }) => {
          const plan = planOf(nodes, search.plan)
          return (
            <>
              <ForecastList
                rows={nodes}
                all={totalCount}
                town={town.name}
                chosen={search.forecast}
                asOf={list.freshness?.asOf ?? null}
                seal={maySeal ? <SealButton input={{ city: town.code, category, period, zoom }} /> : null}
                linkTo={(forecast) => ({ ...search, forecast })}
              />
              {search.forecast === undefined ? null : (
                <ForecastDetail
                  id={search.forecast}
                  town={town}
                  onClose={() => onChange({ ...keepsJob, forecast: undefined })}
                />
              )}
              {plan === undefined ? null : (
                <RecordView
                  rows={nodes}
                  plan={plan}
                  share={search.share ?? '0.01'}
                  onPlan={(chosen) => onChange({ ...keepsJob, plan: chosen })}
                  onShare={(share) => onChange({ ...keepsJob, share: share === '0.01' ? undefined : share })}
                />
              )}
            </>
          )
        }}
      </Answered>
      {mayBacktest ? (
        <>
          <h3>{t('forecasts.backtest')}</h3>
          <Remark>{t('forecasts.backtestMeans')}</Remark>
          <JobRun
            settings={settings}
            start={startBacktest}
            input={{
              city: town.code,
              category,
              period,
              zoom,
              periods: wholeFor(settings, 'periods'),
              share: Number(search.share ?? '0.01'),
              asKnownOn: settings.asKnownOn,
            }}
            query={backtestQuery}
            onJob={(job) => onChange({ job })}
          >
            {({ job }, { finishedAt }) =>
              job?.forecastBacktest ? (
                <BacktestView result={job.forecastBacktest} zoom={zoom} town={town} asOf={finishedAt} />
              ) : null
            }
          </JobRun>
        </>
      ) : null}
    </>
  )
}
