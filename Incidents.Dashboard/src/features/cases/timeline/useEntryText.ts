import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entry } from '../queries'

type Event = Entry['event']

export type EntryText = ReturnType<typeof useEntryText>

/** What an entry says, in words. */
export function useEntryText() {
  const { t } = useTranslation('cases')
  const { t: incidents } = useTranslation('incidents')
  const { categoryName, cityName } = useCatalogue()
  const { occurred, seconds } = useFormat()
  return useMemo(
    () => ({
      name: ({ type }: Event) => incidents(`events.${type}`, { defaultValue: type }),
      subject: ({ subject }: Event) => incidents(`subjects.${subject}`, { defaultValue: subject }),
      details: ({ category, unit, deviceId, place }: Event) =>
        [
          category == null ? null : categoryName(category),
          unit,
          deviceId,
          place == null ? null : (place.street ?? cityName(place.city)),
        ].filter((detail) => detail != null),
      occurred: ({ occurredAt, timePrecision }: Event) => occurred(occurredAt, timePrecision),
      source: ({ source, by }: Event) => [source, by].filter((part) => part != null).join(' · ') || t('sourceUnknown'),
      /** How well the clock is known by which it occurred. */
      clock: ({ kind, name, receiptSeconds, uncertaintySeconds }: Entry['clock']) =>
        [
          t(`clocks.${kind}`),
          kind === 'CENTRE' ? null : name,
          uncertaintySeconds === 0 ? null : t('uncertainty', { span: seconds(uncertaintySeconds) }),
          receiptSeconds == null ? null : t('receipt', { span: signed(receiptSeconds, seconds) }),
        ]
          .filter((part) => part != null)
          .join(' · '),
    }),
    [t, incidents, categoryName, cityName, occurred, seconds],
  )
}

const signed = (value: number, seconds: (value: number) => string) =>
  `${value < 0 ? '−' : '+'}${seconds(Math.abs(value))}`
