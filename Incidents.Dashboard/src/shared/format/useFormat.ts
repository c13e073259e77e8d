import { useLanguage } from '../i18n/useLanguage'
import { formatOf, type Format } from './format'

/** The page's formats, by the clocks of the zone. */
export function useFormat(zone?: string): Format {
  return formatOf(useLanguage(), zone)
}
