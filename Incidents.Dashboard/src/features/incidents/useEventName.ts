import { useTranslation } from 'react-i18next'
import type { Entry } from './queries'

/** What happened, in words. */
export function useEventName() {
  const { t } = useTranslation('incidents')
  return (entry: Pick<Entry, 'type'>) => t(`events.${entry.type}`, { defaultValue: entry.type })
}
