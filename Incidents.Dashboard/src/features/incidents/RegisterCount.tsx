import { useFormat } from '@shared/format/useFormat'
import type { IncidentFilterInput } from '@shared/graphql/generated/graphql'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useTranslation } from 'react-i18next'
import { countQuery } from './queries'

export function RegisterCount({ filter }: { readonly filter: IncidentFilterInput }) {
  const { t } = useTranslation('incidents')
  const { number } = useFormat()
  const { data } = useAnswer(countQuery, { filter })
  const count = data?.incidents?.totalCount
  return (
    <span aria-live="polite">{count === undefined ? t('counting') : t('count', { count, number: number(count) })}</span>
  )
}
