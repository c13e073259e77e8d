import { useFormat } from '@shared/format/useFormat'
import { useTranslation } from 'react-i18next'
import { published } from './disclosure'
import { countChange, targetState, wantedShare } from './judgement'
import { isJudged, shownMeasures, timedMeasures, wholeOf, type CountedMeasure } from './measures'
import type { Figures } from './queries'
import { usePublishedText } from './usePublishedText'

interface Sentence {
  readonly measure: string
  readonly text: string
}

/** A sentence for each figure; nothing is said of numbers that are too small to be published. */
export function useSentences({ counts, durations }: Figures): {
  readonly times: Sentence[]
  readonly counts: Sentence[]
} {
  const { t } = useTranslation('kpis')
  const { number, percent, seconds } = useFormat()
  const written = usePublishedText()
  const of = (measure: CountedMeasure) => counts.find((count) => count.measure === measure)

  const times = timedMeasures.flatMap((measure) => {
    const timed = durations.find((duration) => duration.measure === measure)
    if (timed === undefined) return []
    const state = targetState(timed.shareWithinTarget, timed.isTooFew, timed.count)
    if (state === 'noData' || state === 'tooFew' || timed.shareWithinTarget === null || timed.medianSeconds == null)
      return [
        {
          measure,
          text: `${t(`measures.${measure}`)}: ${t(state === 'noData' ? 'summary.noTimes' : 'summary.fewTimes')}`,
        },
      ]
    const text = t(`summary.times.${measure}`, {
      share: percent(timed.shareWithinTarget),
      target: seconds(timed.targetSeconds),
      median: seconds(timed.medianSeconds),
      number: number(timed.count ?? 0),
    })
    return [{ measure, text: `${text} ${t(`summary.${state}`, { share: percent(wantedShare) })}` }]
  })

  const sentences = shownMeasures(counts).flatMap((measure) => {
    const count = of(measure)
    if (count === undefined) return []
    const [now, before] = [published(count.count), published(count.before)]
    const parts = [`${t(`measures.${measure}`)}: ${written(now)}`]
    const wholes = (wholeOf[measure] ?? []).map((one) => published(of(one)?.count ?? null))
    const whole = wholes.every((one) => typeof one === 'number') ? wholes.reduce((sum, one) => sum + one, 0) : 0
    if (typeof now === 'number' && whole > 0)
      parts.push(t(`shareOf.${measure}`, { share: percent(now / whole), all: number(whole) }))
    const judged = countChange(count, isJudged(measure))
    // What is said of a change would tell of a number that is not published.
    const change = typeof now === 'number' && typeof before === 'number' ? t(`countChange.${judged}`) : null
    const then = t('summary.before', { number: written(before) })
    return [{ measure, text: `${parts.join(', ')}. ${then}${change === null ? '' : ` ${change}.`}` }]
  })
  return { times, counts: sentences }
}
