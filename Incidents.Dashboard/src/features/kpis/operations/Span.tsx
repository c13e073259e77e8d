import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { useTranslation } from 'react-i18next'
import { lastDay } from '../period'
import type { PartProps } from './Operations'

/** Of which days and towns the figures of a part are. */
export function Span({ period, cities }: PartProps) {
  const { t } = useTranslation('kpis')
  const { day } = useFormat()
  const { cityName } = useCatalogue()
  return (
    <>
      {t('span', { from: day(period.from), to: day(lastDay(period)) })} ·{' '}
      {cities === undefined ? t('allTowns') : cities.map(cityName).join(', ')}
    </>
  )
}
