import { compact, text } from '@shared/routing/search'

/** Search parameters of the page's link. */
export interface IngestSearch {
  /** Only dead letters refused with this code. */
  readonly code?: string
}

export const readSearch = (search: Record<string, unknown>): IngestSearch => compact({ code: text(search['code']) })
