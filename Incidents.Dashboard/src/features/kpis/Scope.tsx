import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { PrintHead } from '@shared/print/PrintHead'
import { useTranslation } from 'react-i18next'
import { AsOf, type Basis } from './basis'
import { before, daysIn, lastDay } from './period'
import styles from './Scope.module.css'

/** What is shown, in words. On paper this is the page's head. */
export function Scope({ basis, cities }: { readonly basis: Basis; readonly cities: readonly string[] | undefined }) {
  const { t } = useTranslation('kpis')
  const { day, number } = useFormat()
  const { cityName } = useCatalogue()
  const then = before(basis.period)
  const days = daysIn(basis.period)
  const span = t('span', { from: day(basis.period.from), to: day(lastDay(basis.period)) })
  const length = t('days', { count: days, number: number(days) })
  const area = cities === undefined ? t('allTowns') : cities.map(cityName).join(', ')
  const compared = t('comparedWith', { from: day(then.from), to: day(lastDay(then)) })
  return (
    <>
      <PrintHead
        title={t('title')}
        facts={[
          { label: t('shared:printing.area'), value: area },
          { label: t('shared:printing.period'), value: `${span} (${length}). ${compared}` },
        ]}
      />
      <div className={styles['scope']} data-scope data-screen-only>
        <p className={styles['period']}>
          {span}
          <span>{length}</span>
          <span>{area}</span>
        </p>
        <p className={styles['basis']}>
          {compared}
          <AsOf freshness={basis.freshness} />
        </p>
      </div>
    </>
  )
}
