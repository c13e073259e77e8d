import type { CountFilterInput } from '@shared/graphql/generated/graphql'
import { hoursOnMap } from '../hours/hoursOnMap'
import type { Settings } from './settings'

/** What is counted in all towns, over all hours of the week. */
export const filterOf = ({ measure, categories }: Settings): CountFilterInput => ({
  measure,
  categories: categories.length === 0 ? null : categories,
})

/** The same in the chosen town alone. */
export const filterOfTown = (settings: Settings): CountFilterInput => ({
  ...filterOf(settings),
  cities: settings.city === null ? null : [settings.city],
})

/** The same in the chosen hours alone, where the map can show them. */
export const filterOfHours = (settings: Settings): CountFilterInput => ({
  ...filterOf(settings),
  hoursOfWeek: hoursOnMap(settings),
})

/** What the map shows of the chosen town alone. */
export const filterOfTownHours = (settings: Settings): CountFilterInput => ({
  ...filterOfTown(settings),
  hoursOfWeek: hoursOnMap(settings),
})
