import type { Answer } from '@shared/graphql/useAnswer'
import { useTranslation } from 'react-i18next'
import { ResponseCard } from './ResponseCard'
import type { Basis } from './basis'
import { timedMeasures, type Timed, type Trends } from './queries'

interface Props {
  readonly durations: readonly Timed[]
  readonly trends: Answer<Trends>
  readonly basis: Basis
}

export function ResponseTimes({ durations, trends, basis }: Props) {
  const { t } = useTranslation('kpis')
  return (
    <section className="kpi-section" aria-labelledby="kpi-times">
      <h2 id="kpi-times">{t('responseTimes')}</h2>
      <ul className="kpi-cards">
        {timedMeasures.map((measure) => {
          const timed = durations.find((duration) => duration.measure === measure)
          return timed === undefined ? null : (
            <ResponseCard key={measure} measure={measure} timed={timed} trends={trends} basis={basis} />
          )
        })}
      </ul>
    </section>
  )
}
