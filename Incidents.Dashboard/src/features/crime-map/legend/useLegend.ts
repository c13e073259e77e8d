import { useFormat } from '@shared/format/useFormat'
import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useShownTheme } from '@shared/theme/theme'
import { useTranslation } from 'react-i18next'
import type { CellClass, CellSet, CoveredDays } from '../cells/cellSet'
import { sideMetres } from '../cells/cells'
import type { PartlyCovered } from '../cells/useTownCoverage'
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
  /** Which towns have no data, or have them for some of the days only. */
  readonly noData: readonly { readonly text: string; readonly isWhole: boolean }[]
}

const mostNamed = 4

export function useLegend(
  cells: CellSet | undefined,
  settings: Settings,
  partly: readonly PartlyCovered[],
): LegendText | undefined {
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
  const lacking = ({ days: count, covered }: CoveredDays) =>
    covered >= count ? [] : [{ count, covered: number(covered), number: number(count) }]
  const named = (names: readonly string[]) => {
    const first = names.slice(0, mostNamed).join(', ')
    return names.length <= mostNamed ? first : t('shared:andMore', { first, count: names.length - mostNamed })
  }
  const noData = () => {
    const none = partly.filter(({ coverage }) => coverage.covered === 0)
    const some = partly.filter(({ coverage, isLeftOut }) => coverage.covered > 0 && !isLeftOut)
    const leftOut = partly.filter(({ coverage, isLeftOut }) => coverage.covered > 0 && isLeftOut)
    const ofTown = ({ town, coverage: { days: count, covered } }: PartlyCovered) =>
      t('townPart', { town: town.name, count, covered: number(covered), number: number(count) })
    return [
      ...(none.length === 0
        ? []
        : [{ text: t('noDataOf', { towns: named(none.map(({ town }) => town.name)) }), isWhole: true }]),
      ...(leftOut.length === 0
        ? []
        : [{ text: t('notCompared', { towns: named(leftOut.map(ofTown)) }), isWhole: false }]),
      ...(some.length === 0 ? [] : [{ text: t('partOf', { towns: named(some.map(ofTown)) }), isWhole: false }]),
    ]
  }
  const isCategorised = settings.categories.length > 0
  // The reader wants a round number, and the towns lie at nearly one latitude.
  const metres = number(Math.round(sideMetres(cells.zoom, 49.8) / 10) * 10)
  return {
    title: t(`legends.${cells.map}`, { measure: t(`measures.${cells.measure}`), metres }),
    about: [
      cells.before === null
        ? days(cells.period)
        : t('against', { now: days(cells.period), before: days(cells.before) }),
      ...lacking(cells.coverage).map((values) => t('part', values)),
      ...(cells.coverageBefore ? lacking(cells.coverageBefore) : []).map((values) => t('partBefore', values)),
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
    noData: noData(),
    hatched: cells.map === 'hotSpots' ? null : cells.map === 'change' ? t('hatchedBoth') : t('hatched'),
  }
}
