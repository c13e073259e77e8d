import { useFormat } from '@shared/format/useFormat'
import { useTranslation } from 'react-i18next'
import type { CellSet, Field } from './cellSet'

/** What a cell's value is called: a count by what is counted, and beside an earlier one as the later. */
export function useFieldName() {
  const { t } = useTranslation('crime-map')
  return ({ map, measure }: CellSet, { name }: Field): string =>
    name !== 'count' ? t(`fields.${name}`) : map === 'change' ? t('fields.now') : t(`measures.${measure}`)
}

const leastChance = 0.0001

/** A cell's value as the page writes it. */
export function useFieldText() {
  const { t } = useTranslation('crime-map')
  const { number } = useFormat()
  return (field: Field, index: number): string => {
    const value = field.values[index] ?? null
    if (value === null) return t('unknown')
    if (typeof value === 'string') return t(`spots.${value}`)
    if (field.kind === 'chance') return value < leastChance ? `< ${number(leastChance, 4)}` : number(value, 4)
    return (field.kind === 'score' || field.name === 'difference') && value > 0
      ? `+${number(value, 2)}`
      : number(value, field.kind === 'score' ? 2 : 0)
  }
}
