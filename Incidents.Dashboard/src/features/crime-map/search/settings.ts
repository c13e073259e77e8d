import { readBoundary, readWithin, type Area } from '@shared/area/area'
import { earlierOf, periodOf, type Period } from './period'
import { readCell, type Cell } from '../cells/cells'
import { readHours, type Hours } from '@shared/hours/hours'
import type { CellZoom, Comparison, CountedMeasure, CrimeMapSearch, MapKind, ShownSignificance, Step } from './search'

interface Town {
  readonly code: string
  readonly population: number | null
  readonly bounds: object | null
}

/** The link with everything that it leaves unsaid. */
export interface Settings {
  readonly map: MapKind
  readonly asTable: boolean
  readonly city: string | null
  readonly measure: CountedMeasure
  readonly categories: readonly string[]
  readonly period: Period
  readonly comparison: Comparison
  readonly before: Period
  readonly knownAt: string | null
  readonly cells: CellZoom
  readonly significance: ShownSignificance
  readonly scale: Period
  readonly isScaleHeld: boolean
  readonly step: Step
  readonly hours: Hours | undefined
  readonly cell: Cell | undefined
  readonly area: Area | undefined
  readonly today: string
}

/** @param towns Those that the map knows; the one with most residents is shown first. */
export function settingsOf(search: CrimeMapSearch, today: string, towns: readonly Town[]): Settings {
  const period = periodOf(search.from, search.to, today)
  const comparison = search.compare ?? 'previous'
  const isScaleHeld =
    search.scaleFrom !== undefined && search.scaleTo !== undefined && search.scaleFrom <= search.scaleTo
  return {
    map: search.map ?? 'counts',
    asTable: search.layout === 'table',
    city: townOf(search.city, towns)?.code ?? null,
    measure: search.measure ?? 'INCIDENTS',
    categories: search.category ?? [],
    period,
    comparison,
    before: earlierOf(period, comparison, {
      ...(search.beforeFrom === undefined ? {} : { from: search.beforeFrom }),
      ...(search.beforeTo === undefined ? {} : { to: search.beforeTo }),
    }),
    knownAt: search.knownAt ?? null,
    cells: search.cells ?? '17',
    significance: search.significance ?? 'SKEW_CORRECTED',
    scale: isScaleHeld ? { from: search.scaleFrom ?? '', to: search.scaleTo ?? '' } : period,
    isScaleHeld,
    step: search.step ?? 'week',
    hours: readHours(search.hours),
    cell: readCell(search.cell),
    area: areaOf(search),
    today,
  }
}

function townOf(code: string | undefined, towns: readonly Town[]): Town | undefined {
  const placed = towns.filter((town) => town.bounds !== null)
  return (
    placed.find((town) => town.code === code) ??
    [...placed].sort((a, b) => (b.population ?? 0) - (a.population ?? 0))[0]
  )
}

function areaOf({ within, boundary }: CrimeMapSearch): Area | undefined {
  const points = readWithin(within)
  if (points) return { kind: 'within', points }
  const found = readBoundary(boundary)
  return found && { kind: 'boundary', ...found }
}
