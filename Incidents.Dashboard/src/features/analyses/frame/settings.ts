import type { Catalogue, NamedCity } from '@shared/catalogue/useCatalogue'
import { addDays } from '@shared/format/days'
import type { CountFilterInput, CountMeasure } from '@shared/graphql/generated/graphql'
import type { Analysis } from '../analyses'
import type { AnalysesSearch } from '../search'
import { choiceOf, numberOf, type ChoiceSpec, type DaySpec, type NumberSpec } from './fields'
import { specOf } from './specs'

export type Bounds = NonNullable<NamedCity['bounds']>
export type Town = NamedCity & { readonly bounds: Bounds }

/** What a link means: its parameters with their defaults. */
export interface Settings {
  readonly analysis: Analysis
  readonly search: AnalysesSearch
  readonly town: Town
  /** Local days, both included. */
  readonly period: { readonly from: string; readonly to: string }
  /** The first day no longer counted. */
  readonly until: string
  readonly measure: CountMeasure
  readonly filter: CountFilterInput
  readonly asKnownOn: string | null
}

export const townsOf = ({ cities }: Catalogue): readonly Town[] =>
  cities.flatMap((city) => (city.bounds ? [{ ...city, bounds: city.bounds }] : []))

/** The town with the most residents, where the link names none. */
export const townOf = (towns: readonly Town[], code: string | undefined): Town | undefined =>
  towns.find((town) => town.code === code) ?? [...towns].sort((a, b) => (b.population ?? 0) - (a.population ?? 0))[0]

/** The default period ends with the last whole day. */
export function usualPeriod(analysis: Analysis, today: string) {
  const to = addDays(today, -1)
  return { from: addDays(to, 1 - (specOf(analysis).days ?? 56)), to }
}

export function settingsOf(analysis: Analysis, search: AnalysesSearch, town: Town, today: string): Settings {
  const spec = specOf(analysis)
  const usual = usualPeriod(analysis, today)
  const to = search.to ?? usual.to
  const from = search.from ?? addDays(to, 1 - (spec.days ?? 56))
  const measure = spec.countsAll ? (search.measure ?? 'INCIDENTS') : 'INCIDENTS'
  return {
    analysis,
    search,
    town,
    period: { from: from < to ? from : to, to },
    until: addDays(to, 1),
    measure,
    filter: {
      measure,
      cities: [town.code],
      categories: spec.hasCategories && search.category !== undefined ? [...search.category] : null,
    },
    asKnownOn: spec.hasKnownAt ? (search.knownAt ?? null) : null,
  }
}

const specFor = <Kind extends NumberSpec | ChoiceSpec | DaySpec>(
  { analysis }: Settings,
  kind: Kind['kind'],
  key: Kind['key'],
): Kind => {
  const found = specOf(analysis).fields.find((field) => field.kind === kind && field.key === key)
  if (found === undefined) throw new Error(`${analysis} takes no ${key}.`)
  return found as Kind
}

/** A number of the analysis; null where the server chooses. */
export const numberFor = (settings: Settings, key: NumberSpec['key']): number | null =>
  numberOf(settings.search, specFor<NumberSpec>(settings, 'number', key)) ?? null

/** A number of the analysis that has a default. */
export function wholeFor(settings: Settings, key: NumberSpec['key']): number {
  const found = numberFor(settings, key)
  if (found === null) throw new Error(`${key} has no default.`)
  return found
}

export const choiceFor = <Option extends string>(
  settings: Settings,
  key: ChoiceSpec['key'],
  options: readonly Option[],
): Option => choiceOf(settings.search, key, options, specFor<ChoiceSpec>(settings, 'choice', key).usual as Option)

export const dayFor = (settings: Settings, key: DaySpec['key']): string | undefined =>
  settings.search[key] ?? specFor<DaySpec>(settings, 'day', key).usual(settings.period)

interface Place {
  readonly latitude: number
  readonly longitude: number
}

/** The points of a measure; the given centre, or the middle of the town, where the link has none. */
export function placesFor({ search, town }: Settings, centre: Place | undefined): readonly Place[] {
  const { west, south, east, north } = town.bounds
  if (search.places === undefined) {
    const { latitude, longitude } = centre ?? { latitude: (south + north) / 2, longitude: (west + east) / 2 }
    return [{ latitude: rounded(latitude), longitude: rounded(longitude) }]
  }
  return search.places.split(';').map((place) => {
    const [latitude, longitude] = place.split(',').map(Number)
    return { latitude: latitude ?? 0, longitude: longitude ?? 0 }
  })
}

/** A point as the link has it. */
export const writtenPlace = ({ latitude, longitude }: Place) => `${latitude},${longitude}`

const rounded = (degrees: number) => Math.round(degrees * 1e5) / 1e5
