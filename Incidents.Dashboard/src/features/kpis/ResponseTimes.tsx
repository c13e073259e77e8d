import type { Answer } from '@shared/graphql/useAnswer'
import { Toggle } from '@shared/ui/Toggle'
import { useTranslation } from 'react-i18next'
import { ResponseCard } from './ResponseCard'
import type { Basis } from './basis'
import { lines, type Line } from './search'
import { timedMeasures } from './measures'
import type { Timed, Trends } from './queries'
import styles from './ResponseTimes.module.css'
import { Section } from './Section'

interface Props {
  readonly durations: readonly Timed[]
  readonly trends: Answer<Trends>
  readonly basis: Basis
  readonly line: Line
  readonly onLine: (line: Line) => void
}

export function ResponseTimes({ durations, trends, basis, line, onLine }: Props) {
  const { t } = useTranslation('kpis')
  return (
    <Section
      title={t('responseTimes')}
      aside={
        <Toggle
          label={t('line')}
          value={line}
          options={lines.map((value) => ({ value, content: t(`lines.${value}`), label: t(`lines.${value}`) }))}
          onChange={onLine}
        />
      }
    >
      <ul className={styles['cards']}>
        {timedMeasures.map((measure) => {
          const timed = durations.find((duration) => duration.measure === measure)
          return timed === undefined ? null : (
            <ResponseCard key={measure} measure={measure} timed={timed} trends={trends} basis={basis} line={line} />
          )
        })}
      </ul>
    </Section>
  )
}
