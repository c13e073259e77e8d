import { useFormat } from '@shared/format/useFormat'
import { useTranslation } from 'react-i18next'
import { leastPublished, type Published } from './disclosure'

/** A published number in words. */
export function usePublishedText() {
  const { t } = useTranslation('kpis')
  const { number } = useFormat()
  return (count: Published) =>
    count === null
      ? t('shared:noData')
      : count === 'few'
        ? t('summary.few', { least: number(leastPublished) })
        : count === 'hidden'
          ? t('summary.hidden')
          : number(count)
}
