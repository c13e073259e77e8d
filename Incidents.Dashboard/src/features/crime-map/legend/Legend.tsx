import { useFormat } from '@shared/format/useFormat'
import { Basis } from '@shared/ui/Basis'
import { Button } from '@shared/ui/Button'
import { Help } from '@shared/ui/Help'
import { useTranslation } from 'react-i18next'
import type { CellSet } from '../cells/cellSet'
import type { Change } from '../search/search'
import type { Settings } from '../search/settings'
import type { PartlyCovered } from '../cells/useTownCoverage'
import type { TownCounts } from '../cells/useTownCounts'
import { useAreas } from './useAreas'
import { useBasis } from './useBasis'
import { useLegend } from './useLegend'
import { classes } from '@shared/ui/classes'
import controls from '../filters/controls.module.css'
import styles from './Legend.module.css'
import { Swatch } from './Swatch'
import panel from '@shared/ui/Panel.module.css'

interface Props {
  readonly cells: CellSet
  readonly inView: readonly number[]
  readonly settings: Settings
  /** Towns without data of some or all of the days. */
  readonly partly: readonly PartlyCovered[]
  /** Undefined while it is not known. */
  readonly town?: TownCounts | undefined
  readonly onChange: (change: Change) => void
}

/** What the colours mean and how many cells are of each: the same wherever the map is moved. */
export function Legend({ cells, inView, settings, partly, town, onChange }: Props) {
  const { t } = useTranslation('crime-map')
  const { number } = useFormat()
  const legend = useLegend(cells, settings, partly)
  const areas = useAreas(cells, inView, town)
  const basis = useBasis(cells, settings)
  if (!legend) return null
  return (
    <section className={classes(styles['legend'], panel['panel'])} aria-label={t('legend')}>
      <div className={styles['head']}>
        <h2>{legend.title}</h2>
        <Help topic={legend.title}>{`${t(`mapMeans.${cells.map}`)}\n\n${t('areasMean')}`}</Help>
      </div>
      {legend.about.map((line) => (
        <p key={line} className={controls['note']}>
          {line}
        </p>
      ))}
      <table>
        <thead>
          <tr>
            <th scope="col">{t('class')}</th>
            <th scope="col" data-number>
              {cells.map === 'hotSpots' ? t('cellsListed') : t('cellsOfAllTowns')}
            </th>
          </tr>
        </thead>
        <tbody>
          {legend.rows.map(({ colour, label, cells: count }) => (
            <tr key={label}>
              <th scope="row">
                <Swatch colour={colour} />
                {label}
              </th>
              <td>{number(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {legend.hatched === null ? null : (
        <p className={styles['hatched']}>
          <Swatch colour="hatched" />
          {legend.hatched}
        </p>
      )}
      {legend.noData.map(({ text, isWhole }) => (
        <p key={text} className={styles['hatched']} data-no-data>
          <Swatch colour={isWhole ? 'noData' : 'partData'} />
          {text}
        </p>
      ))}
      <Basis items={basis} />
      {settings.isScaleHeld && cells.map === 'counts' ? (
        <Button quiet onPress={() => onChange({ scaleFrom: undefined, scaleTo: undefined })}>
          {t('ownScale')}
        </Button>
      ) : null}
      <div className={styles['inView']} aria-live="polite">
        {areas.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </section>
  )
}
