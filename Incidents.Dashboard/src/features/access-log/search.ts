import type { AccessKind } from '@shared/graphql/generated/graphql'
import { purposeReasons } from '@shared/session/purpose'
import { day, oneOf, pattern, reader, someOf, text } from '@shared/routing/search'

export const kinds = [
  'SIGNED_IN',
  'SIGNED_OUT',
  'REFUSED',
  'DENIED',
  'READ',
  'SEARCHED',
  'EXPORTED',
  'KEY_CHANGED',
  'PERSONAL_DATA',
  'REPLAYED',
  'FEED_CHANGED',
  'DELIVERED',
] as const satisfies readonly AccessKind[]

export const views = ['entries', 'unusual', 'watch'] as const
export type View = (typeof views)[number]

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Search parameters of the page's link. Days are those of the region, both included. */
export const readSearch = reader({
  view: oneOf(views),
  /** Id of who did it. */
  who: text(200),
  kind: someOf(kinds),
  from: day(),
  to: day(),
  reason: oneOf(purposeReasons),
  reference: text(200),
  text: text(200),
  /** The entry that is shown. */
  entry: pattern(uuid),
})
export type AccessLogSearch = ReturnType<typeof readSearch>
export type Change = { readonly [Key in keyof AccessLogSearch]?: AccessLogSearch[Key] | undefined }
