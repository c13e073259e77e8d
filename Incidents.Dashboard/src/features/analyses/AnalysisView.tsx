import { Help } from '@shared/ui/Help'
import { useEffect, type ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import type { Analysis } from './analyses'
import type { BodyProps } from './frame/body'
import { ParameterForm } from './frame/ParameterForm'
import { settingsOf, type Town } from './frame/settings'
import { specOf } from './frame/specs'
import { Anomalies } from './anomalies/Anomalies'
import { Decomposition } from './decomposition/Decomposition'
import { DensityAndCentres } from './density/DensityAndCentres'
import { EmergingHotSpots } from './emerging/EmergingHotSpots'
import { Forecasts } from './forecasts/Forecasts'
import { Impact } from './impact/Impact'
import { NearRepeats } from './near-repeats/NearRepeats'
import { NowcastScores } from './nowcast-score/NowcastScores'
import { SpaceTimeScan } from './scan/SpaceTimeScan'
import { ShuffledHotSpots } from './shuffled/ShuffledHotSpots'
import { Coverage } from './coverage/Coverage'
import type { AnalysesSearch, Change } from './search'
import styles from './AnalysisView.module.css'

const bodies: Record<Analysis, ComponentType<BodyProps>> = {
  forecasts: Forecasts,
  nearRepeats: NearRepeats,
  emerging: EmergingHotSpots,
  impact: Impact,
  scan: SpaceTimeScan,
  anomalies: Anomalies,
  coverage: Coverage,
  density: DensityAndCentres,
  shuffled: ShuffledHotSpots,
  decomposition: Decomposition,
  nowcastScore: NowcastScores,
}

interface Props {
  readonly analysis: Analysis
  readonly search: AnalysesSearch
  readonly towns: readonly Town[]
  readonly town: Town
  readonly today: string
  readonly onChange: (change: Change, replace?: boolean) => void
}

/** One analysis: its question, what it can and cannot tell, its parameters and its results. */
export function AnalysisView({ analysis, search, towns, town, today, onChange }: Props) {
  const { t } = useTranslation('analyses')
  const settings = settingsOf(analysis, search, town, today)
  const { from, to } = settings.period
  const isPinned = specOf(analysis).days === undefined || (search.from === from && search.to === to)

  // A link that is shared shows the same days tomorrow.
  useEffect(() => {
    if (!isPinned) onChange({ from, to, job: search.job }, true)
  }, [isPinned, from, to, search.job, onChange])

  const Body = bodies[analysis]
  const name = t(`names.${analysis}`)
  return (
    <>
      <header className={styles['head']}>
        <div className={styles['title']}>
          <h2>{name}</h2>
          <Help topic={name}>{t(`help.${analysis}`)}</Help>
        </div>
        <p>{t(`questions.${analysis}`)}</p>
      </header>
      <ParameterForm settings={settings} towns={towns} today={today} onChange={onChange} />
      <Body settings={settings} today={today} onChange={onChange} />
    </>
  )
}
