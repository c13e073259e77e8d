import { saveBlob } from '@shared/export/save'
import type { IncidentFilterInput, IncidentOrder } from '@shared/graphql/generated/graphql'
import type { Language } from '@shared/i18n/i18n'
import type { Purpose } from '@shared/session/purpose'
import { sessionFetch } from '@shared/session/sessionFetch'

export type ExportFormat = 'csv' | 'ndjson'

interface Asked {
  readonly filter: IncidentFilterInput
  readonly order: IncidentOrder
  /** Of the headings. */
  readonly language: Language
  /** Of a search for a person or plate. */
  readonly purpose: Purpose | null
}

/** The host refused an export. */
export class ExportRefused extends Error {
  constructor(readonly code: string) {
    super(code)
  }
}

/** Saves all rows that the filter finds. The file is written by the host, so that a page need not hold the rows. */
export async function exportRows(
  format: ExportFormat,
  { purpose, ...asked }: Asked,
  signal: AbortSignal,
): Promise<void> {
  // POST, because a filter with many cells is too long for an address.
  const response = await sessionFetch(`/export/incidents.${format}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(
      purpose === null ? asked : { ...asked, purposeReason: purpose.reason, purposeReference: purpose.reference },
    ),
    signal,
  })
  if (!response.ok) throw new ExportRefused(await codeOf(response))
  // A connection that ends in the middle fails here: a part is never saved.
  const rows = await response.blob()
  const count = Number(response.headers.get('incidents-count') ?? NaN)
  saveBlob(rows, nameOf(response) ?? `incidents.${format}`, Number.isNaN(count) ? undefined : count)
}

const nameOf = (response: Response) =>
  /filename="([\w.-]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1]

async function codeOf(response: Response): Promise<string> {
  try {
    const answer: unknown = await response.json()
    if (typeof answer === 'object' && answer !== null && 'code' in answer && typeof answer.code === 'string')
      return answer.code
  } catch {
    // A proxy answers with a page.
  }
  return `HTTP_${response.status}`
}
