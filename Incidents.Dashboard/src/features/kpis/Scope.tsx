import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { useTranslation } from 'react-i18next'
import { AsOf, type Basis } from './basis'
import { before, daysIn, lastDay } from './period'
import styles from './Scope.module.css'

/** What is shown, in words: on paper, where there are no controls, this is the heading. */
export function Scope({ basis, cities }: { readonly basis: Basis; readonly cities: readonly string[] | undefined }) {
  const { t } = useTranslation('kpis')
  const { day, number } = useFormat()
  const { cityName } = useCatalogue()
  const then = before(basis.period)
  const days = daysIn(basis.period)
  return (
    <div className={styles['scope']} data-scope>
      <p className={styles['period']}>
        {t('span', { from: day(basis.period.from), to: day(lastDay(basis.period)) })}
        <span>{t('days', { count: days, number: number(days) })}</span>
        <span>{cities === undefined ? t('allTowns') : cities.map(cityName).join(', ')}</span>
      </p>
      <p className={styles['basis']}>
        {t('comparedWith', { from: day(then.from), to: day(lastDay(then)) })}
        <AsOf freshness={basis.freshness} />
      </p>
    </div>
  )
}
