import { ErrorCode } from '@shared/graphql/generated/graphql'
import { oneOf, reader } from '@shared/routing/search'

/** Search parameters of the page's link. `code`: only dead letters refused with this code. */
export const readSearch = reader({ code: oneOf(Object.values(ErrorCode)) })
