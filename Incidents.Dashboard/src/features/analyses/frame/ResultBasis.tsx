import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { addDays } from '@shared/format/days'
import { useFormat } from '@shared/format/useFormat'
import { Basis, type BasisItem } from '@shared/ui/Basis'
import { Notice } from '@shared/ui/Notice'
import { useTranslation } from 'react-i18next'
import type { Basis as AnalysisBasis } from '../queries'
import { parameterOf, sizeOf } from './basis'
import styles from './ResultBasis.module.css'

interface Props {
  readonly basis: AnalysisBasis
  /** What the method's n counts. */
  readonly observations: string
  readonly asOf: string | null
  /** What else the figures depend on, such as the side of a cell. */
  readonly more?: readonly BasisItem[]
}

const nothing: readonly BasisItem[] = []

/** What a result rests on: n, area, period, method, source, and all its parameters on demand. */
export function ResultBasis({ basis, observations, asOf, more = nothing }: Props) {
  const { t } = useTranslation('analyses')
  const items = useBasisItems(basis, observations, asOf)
  return (
    <div className={styles['basis']}>
      {basis.coverageCode === null ? null : (
        <Notice>
          {t(`coverageCodes.${basis.coverageCode}`, { covered: basis.daysCovered, asked: basis.daysAsked })}
        </Notice>
      )}
      <Basis items={[...items, ...more]} />
      <details>
        <summary>{t('parameters')}</summary>
        <dl>
          {basis.parameters.map(({ name, value }) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>{JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  )
}

export function useBasisItems(basis: AnalysisBasis, observations: string, asOf: string | null): readonly BasisItem[] {
  const { t, i18n } = useTranslation('analyses')
  const { number, day, moment } = useFormat()
  const { cityName, categoryName } = useCatalogue()
  const size = sizeOf(parameterOf(basis, 'bounds'))
  const towns = basis.cities === null ? t('allTowns') : basis.cities.map(cityName).join(', ')
  return [
    { label: `n, ${observations}`, value: number(basis.observations) },
    { label: t('basis.counted'), value: `${number(basis.count)} · ${t(`options.measure.${basis.measure}`)}` },
    {
      label: t('basis.area'),
      value:
        size === undefined
          ? towns
          : t('areaOf', { towns, width: number(size.widthKm, 1), height: number(size.heightKm, 1) }),
    },
    { label: t('basis.period'), value: `${day(basis.from)} – ${day(addDays(basis.until, -1))}` },
    { label: t('basis.days'), value: t('daysOf', { covered: basis.daysCovered, asked: basis.daysAsked }) },
    {
      label: t('basis.categories'),
      value: basis.categories === null ? t('shared:all') : basis.categories.map(categoryName).join(', '),
    },
    { label: t('basis.knownAt'), value: basis.asKnownOn === null ? t('knownNow') : day(basis.asKnownOn) },
    {
      label: t('basis.method'),
      value: i18n.exists(`analyses:methods.${basis.method}`) ? t(`methods.${basis.method}`) : basis.method,
    },
    { label: t('basis.source'), value: basis.source },
    { label: t('basis.asOf'), value: asOf === null ? null : moment(asOf) },
  ]
}
