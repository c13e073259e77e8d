import { useFormat } from '@shared/format/useFormat'
import { Help } from '@shared/ui/Help'
import { useTranslation } from 'react-i18next'
import { wantedShare } from './judgement'
import type { TimedMeasure } from './measures'

/** The targets of an installation that sets none, in seconds; docs/key-figures.md names where each is from. */
const defaults: Record<TimedMeasure, number> = {
  ANSWER_TIME: 10,
  DISPATCH_TIME: 60,
  ARRIVAL_TIME: 480,
  RESOLUTION_TIME: 7_200,
}

interface Props {
  readonly measure: TimedMeasure
  readonly seconds: number
}

/** The target, and where it is from. */
export function TargetSentence({ measure, seconds }: Props) {
  const { t } = useTranslation('kpis')
  const { percent, seconds: duration } = useFormat()
  const target = { share: percent(wantedShare), target: duration(seconds) }
  return seconds === defaults[measure] ? t(`targetFrom.${measure}`, target) : t('targetSet', target)
}

/** What a response time tells, and what it does not. */
export function TargetHelp({ measure, name, seconds }: Props & { readonly name: string }) {
  const { t } = useTranslation('kpis')
  return (
    <Help topic={name}>
      <p>{t(`means.${measure}`)}</p>
      <p>
        <TargetSentence measure={measure} seconds={seconds} />
      </p>
      <p>{t('targetTells')}</p>
    </Help>
  )
}
