import { oneOf, pattern, reader, texts } from '@shared/routing/search'
import { queueNames } from './queue'

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Search parameters of the page's link. `queue`: the one that is in sight, default alerts; `item`: what is open beside it. */
export const readSearch = reader({ city: texts(64, 50), queue: oneOf(queueNames), item: pattern(uuid) })

export type Search = ReturnType<typeof readSearch>
/** What a change of the link sets or takes out. */
export type Change = { readonly [Key in keyof Search]?: Search[Key] | undefined }
