import { useMay } from '@shared/session/may'
import { ChoiceField } from '@shared/ui/Fields'
import { useTranslation } from 'react-i18next'
import { Comparisons } from './Comparisons'
import { countedMeasures, type CountedMeasure } from './measures'
import { Nowcast } from './Nowcast'
import { Section } from './Section'

interface Props {
  readonly measure: CountedMeasure
  readonly until: string
  readonly cities: string[] | undefined
  readonly onMeasure: (measure: CountedMeasure) => void
  readonly isEstimated: boolean
  readonly onEstimated: (isEstimated: boolean) => void
}

/** One count, up to the end of the period: week by week as far as it is known, and against earlier ones. */
export function RecentCounts({ measure, until, cities, onMeasure, isEstimated, onEstimated }: Props) {
  const { t } = useTranslation('kpis')
  const mayAnalysis = useMay('analysis')
  return (
    <Section
      title={t('comparisons')}
      aside={
        <ChoiceField
          label={t('measure')}
          value={measure}
          options={countedMeasures.map((value) => ({ value, name: t(`measures.${value}`) }))}
          onChange={onMeasure}
        />
      }
    >
      {mayAnalysis ? (
        <Nowcast measure={measure} until={until} cities={cities} isEstimated={isEstimated} onEstimated={onEstimated} />
      ) : null}
      <Comparisons measure={measure} until={until} cities={cities} />
    </Section>
  )
}
