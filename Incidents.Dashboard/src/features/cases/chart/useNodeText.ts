import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useTranslation } from 'react-i18next'
import type { ChartNode } from '../lookups'

/** What a node of the chart is called: incidents and signals by their category. */
export function useNodeText() {
  const { t } = useTranslation('cases')
  const { categoryName } = useCatalogue()
  return ({ kind, label }: ChartNode) => {
    if (label == null) return t(`nodeKinds.${kind}`)
    return kind === 'INCIDENT' || kind === 'ALERT' || kind === 'SOS_CALL' || kind === 'VIOLATION'
      ? categoryName(label)
      : label
  }
}
