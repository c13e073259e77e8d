import type { DeviceHealthStatus, DeviceKind } from '@shared/graphql/generated/graphql'
import { reader, someOf, texts } from '@shared/routing/search'

export const kinds = ['CAMERA', 'RECORDER', 'SOS_TERMINAL'] as const satisfies readonly DeviceKind[]

/** The worst first: what needs somebody. */
export const healths = [
  'SUSPECTED',
  'FAULTED',
  'UNKNOWN',
  'HEALTHY',
  'RETIRED',
] as const satisfies readonly DeviceHealthStatus[]

/** Search parameters of the page's link. */
export const readSearch = reader({ city: texts(64, 50), deviceKind: someOf(kinds), health: someOf(healths) })

export type Search = ReturnType<typeof readSearch>
/** What a change of the link sets or takes out. */
export type Change = { readonly [Key in keyof Search]?: Search[Key] | undefined }
