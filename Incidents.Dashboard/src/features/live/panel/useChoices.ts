import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useStable } from '@shared/graphql/useStable'
import { useLanguage } from '@shared/i18n/useLanguage'
import { serverNow } from '@shared/commands/serverClock'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Facts } from './facts'
import { metresBetween } from './distance'
import type { FieldSpec } from './fields'
import { openIncidentsOf, openIncidentsQuery } from './openIncidents'
import { onDutyQuery, reasonsQuery } from './queries'

export interface Choice {
  readonly value: string
  readonly name: string
}

/** What a field offers; undefined while that is on its way. A text without choices has none. */
export interface Choices {
  readonly of: (field: FieldSpec) => readonly Choice[] | undefined
  /** How many things there are of which a field offers some, itself included where it is one; undefined where it offers all. */
  readonly total: (field: FieldSpec) => number | undefined
}

const outcomes = ['CONFIRMED', 'UNFOUNDED', 'FALSE'] as const

/** The choices of a form's fields, with the things of the same town. What no field needs is not asked for. */
export function useChoices(fields: readonly FieldSpec[], facts: Facts): Choices {
  const { t } = useTranslation('live')
  const language = useLanguage()
  const { categories, categoryName } = useCatalogue()
  const { number, time } = useFormat()
  const needs = (...from: readonly FieldSpec['from'][]) => fields.some((field) => from.includes(field.from))
  const cities = [facts.city]
  const reasons = useAnswer(reasonsQuery, {}, { pause: !needs('falseReasons', 'verdicts') })
  const people = useAnswer(onDutyQuery, { cities }, { pause: !needs('people') })
  const [now] = useState(serverNow)
  const open = useStable(openIncidentsOf(facts, now))
  const incidents = useAnswer(openIncidentsQuery, open, { pause: !needs('incidents') }).data?.queues
  const found = incidents && [
    ...new Map(
      [...(incidents.around?.nodes ?? []), ...incidents.latest.nodes, ...incidents.all.nodes].map((one) => [
        one.id,
        one,
      ]),
    ).values(),
  ]

  const known = reasons.data?.outcomeReasons?.map(({ code, outcome, nameEn, nameRu, nameKk }) => ({
    code,
    outcome,
    name: language === 'kk' ? nameKk : language === 'ru' ? nameRu : nameEn,
  }))
  const of = (field: FieldSpec): readonly Choice[] | undefined => {
    switch (field.from) {
      case 'own':
        return (field.codes ?? []).map((code) => ({ value: code, name: t(`choice.${field.name}.${code}`) }))
      case 'categories':
        return categories.length === 0 ? undefined : categories.map(({ code, name }) => ({ value: code, name }))
      case 'falseReasons':
        return known?.filter(({ outcome }) => outcome !== 'CONFIRMED').map(({ code, name }) => ({ value: code, name }))
      case 'verdicts':
        return (
          known &&
          outcomes.flatMap((outcome) =>
            known
              .filter((one) => one.outcome === outcome)
              .map(({ code, name }) => ({ value: `${outcome}:${code}`, name: `${t(`outcome.${outcome}`)}: ${name}` })),
          )
        )
      case 'people':
        return people.data?.shifts?.nodes.map(({ person }) => ({ value: person, name: person }))
      case 'incidents':
        return found
          ?.filter(({ id }) => id !== facts.id)
          .map((one) => ({ ...one, metres: facts.point && one.point ? metresBetween(facts.point, one.point) : null }))
          .sort((a, b) => (a.metres ?? Infinity) - (b.metres ?? Infinity))
          .map(({ id, category, street, occurredAt, metres }) => ({
            value: id,
            name: [
              categoryName(category),
              street,
              time(occurredAt),
              metres === null ? null : t('metres', { metres: number(Math.round(metres)) }),
            ]
              .filter((part) => part != null)
              .join(' · '),
          }))
      default:
        return []
    }
  }
  const total = ({ from }: FieldSpec) =>
    from === 'incidents' && incidents && found && incidents.all.totalCount > found.length
      ? incidents.all.totalCount
      : undefined
  return { of, total }
}
