import { useTranslation } from 'react-i18next'
import type { CountChange } from './judgement'

const signs: Record<CountChange, string> = {
  more: '▲',
  fewer: '▼',
  chance: '≈',
  tooFew: '·',
  noData: '·',
  notJudged: '·',
}

/** A count's change in a word. */
export function CountChangeMark({ change }: { readonly change: CountChange }) {
  const { t } = useTranslation('kpis')
  return (
    <strong>
      <span aria-hidden="true">{signs[change]} </span>
      {t(`countChange.${change}`)}
    </strong>
  )
}
