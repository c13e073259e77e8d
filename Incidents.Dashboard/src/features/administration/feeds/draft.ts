import type { CreateFeedSubscriptionInput, FeedClass, FeedFormat, FeedKind } from '@shared/graphql/generated/graphql'

export const formats = ['JSON', 'CAP', 'EIDO'] as const satisfies readonly FeedFormat[]
export const kinds = ['INCIDENT', 'ALERT', 'SOS_CALL', 'VIOLATION'] as const satisfies readonly FeedKind[]
export const feedClasses = ['PLACE', 'EXACT', 'PERSON'] as const satisfies readonly FeedClass[]
export const urgencies = ['1', '2', '3', '4'] as const

/** A receiver as its form holds it. Empty lists of towns, categories and kinds are all of them. */
export interface Draft {
  readonly name: string
  readonly format: FeedFormat
  readonly address: string
  readonly cities: readonly string[]
  readonly categories: readonly string[]
  readonly kinds: readonly FeedKind[]
  readonly leastUrgent: (typeof urgencies)[number]
  readonly classes: readonly FeedClass[]
}

export const newDraft: Draft = {
  name: '',
  format: 'JSON',
  address: '',
  cities: [],
  categories: [],
  kinds: [],
  leastUrgent: '4',
  classes: [],
}

/** Why the form cannot be sent; undefined where it can. Only EIDO is fetched by its receiver, without an address. */
export function troubleOf({ name, format, address }: Draft): 'nameMissing' | 'addressMissing' | undefined {
  if (name.trim() === '') return 'nameMissing'
  return address.trim() === '' && format !== 'EIDO' ? 'addressMissing' : undefined
}

export const inputOf = (draft: Draft): CreateFeedSubscriptionInput => ({
  name: draft.name.trim(),
  format: draft.format,
  address: draft.address.trim() === '' ? null : draft.address.trim(),
  cities: draft.cities.length === 0 ? null : [...draft.cities],
  categories: draft.categories.length === 0 ? null : [...draft.categories],
  kinds: draft.kinds.length === 0 ? null : [...draft.kinds],
  leastUrgent: Number(draft.leastUrgent),
  classes: [...draft.classes],
})
