import { useFormat } from '@shared/format/useFormat'
import { Help } from '@shared/ui/Help'
import { memo, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { TownCounts } from '../cells/useTownCounts'
import type { Bounds } from '../map/view'
import type { Settings } from '../search/settings'
import { cellsIn, concentrationOf, type Concentration } from './concentration'
import styles from './Concentration.module.css'
import controls from '../filters/controls.module.css'

interface Props {
  readonly town: TownCounts | undefined
  /** The rectangle of the town, whose cells are all cells. */
  readonly bounds: Bounds
  readonly settings: Settings
}

/** In what share of the town's cells what share of it was counted. */
export const ConcentrationPanel = memo(function ConcentrationPanel({ town, bounds, settings }: Props) {
  const { t } = useTranslation('crime-map')
  const found = useMemo(
    () => town && concentrationOf(town.counts, cellsIn(bounds, Number(settings.cells))),
    [town, bounds, settings.cells],
  )
  if (!town || !found) return null
  return (
    <section className={styles['concentration']} aria-label={t('concentration')}>
      <h2>
        {t('concentrationIn', { town: town.name })} <Help topic={t('concentration')}>{t('concentrationMeans')}</Help>
      </h2>
      <Curve found={found} />
      <Numbers found={found} />
    </section>
  )
})

function Numbers({ found }: { readonly found: Concentration }) {
  const { t } = useTranslation('crime-map')
  const { number, percent } = useFormat()
  const { total, half, occupied, area, halfByChance } = found
  const share = (cells: number, of: number) => percent(cells / of, cells / of < 0.1 ? 1 : 0)
  return (
    <>
      <p className={styles['sum']} data-half>
        {t('concentrationHalf', {
          total: number(total),
          half: number(half),
          occupied: number(occupied),
          ofOccupied: share(half, occupied),
          area: number(area),
          ofArea: share(half, area),
        })}
      </p>
      <p className={controls['note']}>
        {t('concentrationChance', { cells: number(Math.round(halfByChance)), ofArea: share(halfByChance, area) })}
      </p>
    </>
  )
}

const size = 100

/** Cells with a count from left to right, those with most first; what was counted upwards. */
function Curve({ found: { curve, half, occupied } }: { readonly found: Concentration }) {
  const { t } = useTranslation('crime-map')
  const { percent } = useFormat()
  const at = ({ cells, counted }: { cells: number; counted: number }) =>
    `${(cells * size).toFixed(2)} ${((1 - counted) * size).toFixed(2)}`
  const middle = curve[half] ?? { cells: half / occupied, counted: 0.5 }
  return (
    <figure className={styles['figure']}>
      <svg role="img" aria-label={t('concentrationCurve')} viewBox={`0 0 ${size} ${size}`} preserveAspectRatio="none">
        <path className={styles['even']} d={`M0 ${size}L${size} 0`} vectorEffect="non-scaling-stroke" />
        <path
          className={styles['half']}
          d={`M0 ${size * (1 - middle.counted)}H${size * middle.cells}V${size}`}
          vectorEffect="non-scaling-stroke"
        />
        <path className={styles['curve']} d={`M${curve.map(at).join('L')}`} vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption>
        <span>{t('concentrationCells')}</span>
        <span>{percent(1)}</span>
      </figcaption>
    </figure>
  )
}
