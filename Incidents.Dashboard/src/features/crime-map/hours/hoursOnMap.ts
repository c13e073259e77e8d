import { hoursOfAWeek, hoursOfWeek } from '@shared/hours/hours'
import type { Settings } from '../search/settings'

/** Whether the map can show some hours alone: incidents are kept by hour and cell, and hot spots are judged over all hours. */
export const showsHours = ({ map, measure }: Settings) => measure === 'INCIDENTS' && map !== 'hotSpots'

/** The hours of the week that the map is asked for; null for all. */
export function hoursOnMap(settings: Settings): number[] | null {
  const hours = settings.hours && showsHours(settings) ? hoursOfWeek(settings.hours) : []
  return hours.length === 0 || hours.length === hoursOfAWeek ? null : hours
}
