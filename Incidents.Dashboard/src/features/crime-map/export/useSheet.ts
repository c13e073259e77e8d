import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { useConnection } from '@shared/graphql/connection'
import { useTranslation } from 'react-i18next'
import type { CellSet } from '../cells/cellSet'
import type { PartlyCovered } from '../cells/useTownCoverage'
import type { TownCounts } from '../cells/useTownCounts'
import { useAreas } from '../legend/useAreas'
import { useBasis } from '../legend/useBasis'
import { useLegend, type LegendText } from '../legend/useLegend'
import type { Settings } from '../search/settings'

export interface SheetParts {
  readonly cells: CellSet | undefined
  readonly inView: readonly number[]
  readonly settings: Settings
  /** Towns without data of some or all of the days. */
  readonly partly: readonly PartlyCovered[]
  readonly town: TownCounts | undefined
}

/** What stands beside a picture of the map, in words. */
export interface Sheet {
  readonly title: string
  readonly legend: LegendText
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly marks: readonly string[]
}

/** Title, legend, area, n, period, method and date of the map; undefined before there are cells. */
export function useSheet({ cells, inView, settings, partly, town }: SheetParts): Sheet | undefined {
  const legend = useLegend(cells, settings, partly)
  const facts = useSheetFacts(cells, inView, settings, town)
  const { t } = useTranslation('crime-map')
  const { cityName } = useCatalogue()
  const { simulated } = useConnection()
  if (!legend) return undefined
  return {
    title: `${t('title')} · ${settings.city === null ? '' : cityName(settings.city)}`,
    legend,
    facts,
    marks: simulated === true ? [t('simulatedPicture')] : [],
  }
}

function useSheetFacts(
  cells: CellSet | undefined,
  inView: readonly number[],
  settings: Settings,
  town: TownCounts | undefined,
): Sheet['facts'] {
  const { t } = useTranslation('crime-map')
  const { categoryName } = useCatalogue()
  const { day, zoned } = useFormat()
  const { freshness } = useConnection()
  const areas = useAreas(cells ?? none, inView, town)
  const basis = useBasis(cells ?? none, settings)
  if (!cells) return []
  const { categories } = settings
  return [
    {
      label: t('categories'),
      value: categories.length === 0 ? t('shared:all') : categories.map(categoryName).join(', '),
    },
    { label: t('counted'), value: areas.join('; ') },
    ...basis,
    {
      label: t('knownAt'),
      value: cells.asKnownOn === null ? (freshness ? zoned(freshness.asOf) : t('now')) : day(cells.asKnownOn),
    },
  ]
}

const none: CellSet = {
  map: 'counts',
  measure: 'INCIDENTS',
  zoom: 17,
  period: { from: '', to: '' },
  before: null,
  coverage: { days: 0, covered: 0 },
  coverageBefore: null,
  scale: null,
  asKnownOn: null,
  hours: null,
  method: { name: '', source: '', parameters: {}, compared: null },
  x: [],
  y: [],
  fields: [],
  classIndex: new Uint8Array(),
  isTooFew: new Uint8Array(),
  classes: [],
  colours: () => [],
  find: () => undefined,
}
