import { session, changeSession } from '@shared/session/session'

/** Why an upload came to nothing: a code of the server, or `UNREACHABLE`. */
export class UploadRefused extends Error {
  constructor(readonly code: string) {
    super(code)
  }
}

interface Upload {
  readonly caseId: string
  readonly file: File
  readonly note: string | undefined
  /** The page's own key: the same file sent again is taken in once. */
  readonly key: string
  readonly onSent: (share: number) => void
  readonly signal: AbortSignal
}

/** The id and hash under which the server keeps a file. */
export interface Kept {
  readonly id: string
  readonly sha256: string
}

/** Sends a file as it is. `fetch` would not say how far it has come. */
export function upload({ caseId, file, note, key, onSent, signal }: Upload): Promise<Kept> {
  const request = new XMLHttpRequest()
  const query = new URLSearchParams({ name: file.name, ...(note === undefined ? {} : { note }) })
  return new Promise<Kept>((resolve, reject) => {
    request.upload.addEventListener('progress', ({ loaded, total }) => onSent(total === 0 ? 0 : loaded / total))
    request.addEventListener('load', () => {
      const kept = request.status < 300 ? keptOf(request.responseText) : undefined
      if (request.status === 401 && session().state === 'signedIn') changeSession({ isEnded: true })
      if (kept === undefined) reject(new UploadRefused(codeOf(request.responseText)))
      else resolve(kept)
    })
    request.addEventListener('error', () => reject(new UploadRefused('UNREACHABLE')))
    request.addEventListener('abort', () => reject(new DOMException('The upload was cancelled.', 'AbortError')))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.open('POST', `/cases/${caseId}/evidence?${query}`)
    request.setRequestHeader('content-type', file.type === '' ? 'application/octet-stream' : file.type)
    request.setRequestHeader('idempotency-key', key)
    request.send(file)
  })
}

function read(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    // What stands between the page and the host answers in its own words.
    return {}
  }
}

function keptOf(text: string): Kept | undefined {
  const { id, sha256 } = read(text)
  return typeof id === 'string' && typeof sha256 === 'string' ? { id, sha256 } : undefined
}

function codeOf(text: string): string {
  const { code } = read(text)
  return typeof code === 'string' ? code : 'INTERNAL_ERROR'
}
