import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { NoData } from '@shared/ui/NoData'
import { ChoiceField } from '@shared/ui/Fields'
import { Answered } from '@shared/ui/states'
import { useExtent } from '@shared/session/may'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from './Section'
import { TownChart } from './TownChart'
import { countedMeasures, type CountedMeasure } from './measures'
import { largestOf, valuesOf } from './multiples'
import { grainOf, type Period } from './period'
import { townTrendsQuery, type TownSeries } from './queries'
import styles from './TownMultiples.module.css'
import { classes } from '@shared/ui/classes'
import panel from '@shared/ui/Panel.module.css'

interface Props {
  readonly measure: CountedMeasure
  readonly period: Period
  readonly cities: string[] | undefined
  readonly onMeasure: (measure: CountedMeasure) => void
}

const everySeconds = 60

/** A chart of each town, all with the same axes: towns are compared by looking. One town alone is compared with nothing. */
export function TownMultiples({ measure, period, cities, onMeasure }: Props) {
  const { t } = useTranslation('kpis')
  const isRounded = useExtent('totals') === 'suppressed'
  const asked = useMemo(
    () => ({ measure, ...period, grain: grainOf(period, isRounded), cities: cities ?? null }),
    [measure, period, cities, isRounded],
  )
  const answer = useAnswer(townTrendsQuery, asked, { everySeconds, pause: cities?.length === 1 })
  if (cities?.length === 1) return null
  return (
    <Section
      title={t('sideBySide')}
      aside={
        <ChoiceField
          label={t('measure')}
          value={measure}
          options={countedMeasures.map((value) => ({ value, name: t(`measures.${value}`) }))}
          onChange={onMeasure}
        />
      }
    >
      <Answered answer={partOf(answer, 'trend')}>
        {({ series, grain }) => <Towns series={series} grain={grain} measure={measure} />}
      </Answered>
    </Section>
  )
}

interface TownsProps {
  readonly series: readonly TownSeries[]
  readonly grain: Parameters<typeof TownChart>[0]['grain']
  readonly measure: CountedMeasure
}

function Towns({ series, grain, measure }: TownsProps) {
  const { t } = useTranslation('kpis')
  const { compare, number } = useFormat()
  const { cityName } = useCatalogue()
  // Where the residents of one town are not known, rates would leave it out.
  const isRate = series.every(({ countsPer100000 }) => countsPer100000 !== null)
  const towns = series
    .map((town) => ({ ...town, name: cityName(town.city ?? '') }))
    .sort((a, b) => compare(a.name, b.name))
  const largest = largestOf(series, isRate)
  return (
    <>
      <p className={styles['means']}>
        {t(`measures.${measure}`)}.{' '}
        {isRate
          ? t('multiplesRate', { largest: number(largest, 1) })
          : t('multiplesCount', { largest: number(largest) })}
      </p>
      <ul className={styles['towns']}>
        {towns.map((town) => (
          <li key={town.city} className={classes(panel['panel'], styles['town'])} data-town={town.city} data-whole>
            <h3>{town.name}</h3>
            <p className={styles['figures']}>
              <strong data-field="total">
                {town.total === null ? (
                  <NoData isCovered={town.points.some(({ daysCovered }) => daysCovered > 0)} />
                ) : (
                  number(town.total)
                )}
              </strong>
              {town.per100000 === null ? null : (
                <span>{t('per100000', { rate: number(town.per100000, town.per100000 < 100 ? 1 : 0) })}</span>
              )}
            </p>
            <TownChart
              name={town.name}
              points={town.points}
              values={valuesOf(town, isRate)}
              grain={grain}
              max={largest}
            />
          </li>
        ))}
      </ul>
    </>
  )
}
