import { ErrorCode } from '@shared/graphql/generated/graphql'
import { compact, oneOf } from '@shared/routing/search'

/** Search parameters of the page's link. */
export interface IngestSearch {
  /** Only dead letters refused with this code. */
  readonly code?: ErrorCode
}

const codes = Object.values(ErrorCode)

export const readSearch = (search: Record<string, unknown>): IngestSearch =>
  compact({ code: oneOf(codes, search['code']) })
