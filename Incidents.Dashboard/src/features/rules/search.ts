import type { AlertSplit } from '@shared/graphql/generated/graphql'
import { day, oneOf, reader, someOf, texts } from '@shared/routing/search'

/** By what alerts are told apart in the ledger. System and category together are the rule that raised them. */
export const splits = ['CITY', 'SOURCE', 'CATEGORY', 'DEVICE', 'HOUR'] as const satisfies readonly AlertSplit[]

export const steps = ['1', '2', '5', '10'] as const

/** Search parameters of the page's link. The defaults are the last 28 whole days, all towns, and alerts by system and category. */
export const readSearch = reader(
  { from: day(), to: day(), city: texts(64, 50), category: texts(64, 200), split: someOf(splits), step: oneOf(steps) },
  [['from', 'to']],
)

export type Search = ReturnType<typeof readSearch>
/** What a change of the link sets or takes out. */
export type Change = { readonly [Key in keyof Search]?: Search[Key] | undefined }
