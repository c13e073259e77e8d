import { useFormat } from '@shared/format/useFormat'
import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useShownTheme } from '@shared/theme/theme'
import { useTranslation } from 'react-i18next'
import type { CellClass, CellSet } from '../cells/cellSet'
import { sideMetres } from '../cells/cells'
import { useHoursText } from '../hours/useHoursText'
import type { Settings } from '../search/settings'

export interface LegendRow {
  readonly colour: string
  readonly label: string
  readonly cells: number
}

/** What the colours mean, in words: for the page and for pictures of it. */
export interface LegendText {
  readonly title: string
  readonly about: readonly string[]
  readonly rows: readonly LegendRow[]
  /** What hatching means, or null where nothing is hatched. */
  readonly hatched: string | null
}

export function useLegend(cells: CellSet | undefined, settings: Settings): LegendText | undefined {
  const { t } = useTranslation('crime-map')
  const { number, day } = useFormat()
  const { categoryName } = useCatalogue()
  const theme = useShownTheme()
  const hoursText = useHoursText()
  if (!cells) return undefined

  const edge = (value: number) => (value > 0 ? `+${number(value, 1)}` : number(value, 1))
  const labelOf = ({ least, most, spot }: CellClass) => {
    if (spot !== null) return t(`spots.${spot}`)
    if (cells.map === 'change')
      return least === null
        ? t('below', { edge: edge(most ?? 0) })
        : most === null
          ? t('above', { edge: edge(least) })
          : t('between', { least: edge(least), most: edge(most) })
    if (most === null) return t('atLeast', { least: number(least ?? 0) })
    return least === most ? number(most) : t('between', { least: number(least ?? 0), most: number(most) })
  }
  const colours = cells.colours(theme)
  const days = ({ from, to }: { from: string; to: string }) => t('days', { from: day(from), to: day(to) })
  const isCategorised = settings.categories.length > 0
  // The reader wants a round number, and the towns lie at nearly one latitude.
  const metres = number(Math.round(sideMetres(cells.zoom, 49.8) / 10) * 10)
  return {
    title: t(`legends.${cells.map}`, { measure: t(`measures.${cells.measure}`), metres }),
    about: [
      cells.before === null
        ? days(cells.period)
        : t('against', { now: days(cells.period), before: days(cells.before) }),
      ...(isCategorised ? [settings.categories.map(categoryName).join(', ')] : []),
      ...(cells.hours === null ? [] : [hoursText(cells.hours)]),
      ...(cells.asKnownOn === null ? [] : [t('asKnownOn', { day: day(cells.asKnownOn) })]),
      ...(settings.isScaleHeld && cells.scale ? [t('scaleOf', { days: days(cells.scale) })] : []),
    ],
    rows: cells.classes.map((one, index) => ({
      colour: `rgb(${(colours[index] ?? [0, 0, 0]).join(' ')})`,
      label: labelOf(one),
      cells: one.cells,
    })),
    hatched: cells.map === 'hotSpots' ? null : cells.map === 'change' ? t('hatchedBoth') : t('hatched'),
  }
}
