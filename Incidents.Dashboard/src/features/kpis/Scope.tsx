import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { PrintHead } from '@shared/print/PrintHead'
import { useTranslation } from 'react-i18next'
import { AsOf, type Basis } from './basis'
import { ChoiceField } from '@shared/ui/Fields'
import { compared, type Compared } from './compared'
import { daysIn, lastDay, type Period } from './period'
import styles from './Scope.module.css'

interface Props {
  readonly basis: Basis
  readonly cities: readonly string[] | undefined
  /** The period that was asked for: the figures are of a part of it where records begin later or end earlier. */
  readonly asked: Period
  readonly against: Compared
  readonly onAgainst: (against: Compared) => void
}

/** What is shown, in words. On paper this is the page's head. */
export function Scope({ basis, cities, asked, against, onAgainst }: Props) {
  const { t } = useTranslation('kpis')
  const { day, number } = useFormat()
  const { cityName } = useCatalogue()
  const then = basis.before
  const days = daysIn(basis.period)
  const span = t('span', { from: day(basis.period.from), to: day(lastDay(basis.period)) })
  const length = t('days', { count: days, number: number(days) })
  const area = cities === undefined ? t('allTowns') : cities.map(cityName).join(', ')
  const comparedWith = t('comparedWith', { from: day(then.from), to: day(lastDay(then)) })
  const isCut = asked.from !== basis.period.from || asked.until !== basis.period.until
  const cut = isCut ? t('cutToRecords', { from: day(asked.from), to: day(lastDay(asked)) }) : null
  return (
    <>
      <PrintHead
        title={t('title')}
        facts={[
          { label: t('shared:printing.area'), value: area },
          { label: t('shared:printing.period'), value: `${span} (${length})` },
          { label: t('against'), value: t('span', { from: day(then.from), to: day(lastDay(then)) }) },
          ...(cut === null ? [] : [{ label: t('cutLabel'), value: cut }]),
        ]}
      />
      <div className={styles['scope']} data-scope data-screen-only>
        <p className={styles['period']}>
          {span}
          <span>{length}</span>
          <span>{area}</span>
        </p>
        <p className={styles['basis']}>
          {comparedWith}
          <AsOf freshness={basis.freshness} />
        </p>
        <ChoiceField
          label={t('against')}
          value={against}
          options={compared.map((value) => ({ value, name: t(`compared.${value}`) }))}
          onChange={onAgainst}
        />
        {cut === null ? null : (
          <p className={styles['cut']} data-cut>
            {cut}
          </p>
        )}
      </div>
    </>
  )
}
