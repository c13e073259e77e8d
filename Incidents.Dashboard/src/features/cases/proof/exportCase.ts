import { saveBlob } from '@shared/export/save'
import type { Purpose } from '@shared/session/purpose'
import { sessionFetch } from '@shared/session/sessionFetch'
import type { Client } from 'urql'
import { entriesQuery } from '../entryQueries'
import type { CaseTimelineFilterInput } from '@shared/graphql/generated/graphql'

/** The server refused the export. */
export class ExportRefused extends Error {
  constructor(readonly code: string) {
    super(code)
  }
}

/** More entries than an address holds. */
export const mostChosen = 200

/** Ids of the entries that a filter of the timeline shows, one more than may be chosen where there are more. */
export async function chosenEntries(client: Client, id: string, filter: CaseTimelineFilterInput) {
  const { data, error } = await client
    .query(
      entriesQuery,
      { id, filter, order: 'OCCURRED', first: mostChosen + 1, after: null },
      { requestPolicy: 'network-only' },
    )
    .toPromise()
  if (data?.case == null) throw error ?? new ExportRefused('NOT_FOUND')
  return data.case.timeline.nodes.map((entry) => entry.id)
}

/** Saves a case as a ZIP file that a stranger can check. @param entries Ids of those that are disclosed; all where it is not given. */
export async function exportCase(id: string, purpose: Purpose, entries: readonly string[] | undefined) {
  const query = new URLSearchParams({
    purposeReason: purpose.reason,
    purposeReference: purpose.reference,
    ...(entries === undefined ? {} : { entries: entries.join() }),
  })
  const response = await sessionFetch(`/export/case/${id}.zip?${query}`)
  if (!response.ok) throw new ExportRefused(await codeOf(response))
  saveBlob(await response.blob(), `case-${id}.zip`)
}

async function codeOf(response: Response): Promise<string> {
  try {
    const { code } = (await response.json()) as { readonly code?: unknown }
    return typeof code === 'string' ? code : 'INTERNAL_ERROR'
  } catch {
    // What stands between the page and the host answers in its own words.
    return 'INTERNAL_ERROR'
  }
}
