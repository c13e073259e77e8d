import { useFormat } from '@shared/format/useFormat'
import { useTranslation } from 'react-i18next'

/** How many incidents the filter finds; undefined while they are counted. */
export function RegisterCount({ count }: { readonly count: number | undefined }) {
  const { t } = useTranslation('incidents')
  const { number } = useFormat()
  return (
    <span aria-live="polite">{count === undefined ? t('counting') : t('count', { count, number: number(count) })}</span>
  )
}
