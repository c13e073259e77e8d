import { useFormat } from '@shared/format/useFormat'
import { useTranslation } from 'react-i18next'
import { factsOf } from '../frame/facts'
import { ResultBasis } from '../frame/ResultBasis'
import { Remark, ResultPanel } from '../frame/ResultPanel'
import { ResultTable, type Column } from '../frame/ResultTable'
import type { ShuffledResult } from './queries'

interface Props {
  readonly result: ShuffledResult
  readonly asOf: string | null
}

type Spots = ShuffledResult['spots'][number]

/** The spots of the map beside those of shuffled maps. */
export function ShuffledView({ result, asOf }: Props) {
  const { t } = useTranslation('analyses')
  const { number, percent } = useFormat()
  const facts = factsOf(result.basis, asOf)
  const hot = result.spots.find((spots) => spots.class === 'HOT')
  const columns: readonly Column<Spots>[] = [
    { key: 'class', label: t('columns.class'), value: (one) => one.class, show: (one) => t(`sides.${one.class}`) },
    { key: 'cells', label: t('shuffled.onMap'), value: ({ cells }) => cells },
    {
      key: 'shareAsMany',
      label: t('shuffled.asMany'),
      value: ({ shareAsMany }) => shareAsMany,
      show: ({ shareAsMany }) => percent(shareAsMany, 1),
    },
    {
      key: 'shareAny',
      label: t('shuffled.any'),
      value: ({ shareAny }) => shareAny,
      show: ({ shareAny }) => percent(shareAny, 1),
    },
  ]
  return (
    <ResultPanel title={t('names.shuffled')}>
      {hot === undefined ? null : (
        <Remark>
          {hot.cells === 0
            ? t('shuffled.none')
            : t('shuffled.hot', {
                count: hot.cells,
                number: number(hot.cells),
                share: percent(hot.shareAsMany, 1),
                shuffles: number(result.shuffles),
              })}
        </Remark>
      )}
      <ResultTable
        label={t('names.shuffled')}
        name="shuffled-hot-spots"
        facts={facts}
        columns={columns}
        rows={result.spots}
        keyOf={(one) => one.class}
        empty={t('noRows')}
      />
      <ResultBasis
        basis={result.basis}
        observations={t('observations.cells')}
        asOf={asOf}
        more={[
          { label: t('basis.cell'), value: t('metres', { value: number(result.cellMetres) }) },
          { label: t('fields.shuffles'), value: number(result.shuffles) },
        ]}
      />
    </ResultPanel>
  )
}
