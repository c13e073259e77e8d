import { changeSession, onSession, session } from './session'

/**
 * `fetch` that outlasts the end of a session.
 *
 * What the server refuses because nobody is signed in waits until somebody has signed in again, and is then sent once more.
 */
export async function sessionFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  for (;;) {
    if (session().isEnded) await restored(init?.signal)
    const sentIn = session().restorations
    const response = await fetch(input, init)
    if (response.status !== 401 || session().state !== 'signedIn') return response
    // An answer to what was sent before the last sign-in says nothing about the present session.
    if (session().restorations === sentIn) changeSession({ isEnded: true })
  }
}

const restored = (signal: AbortSignal | null | undefined) =>
  new Promise<void>((resolve, reject) => {
    const end = (settle: () => void) => {
      forget()
      signal?.removeEventListener('abort', abort)
      settle()
    }
    const abort = () => end(() => reject(new DOMException('Nobody waits for the answer.', 'AbortError')))
    const forget = onSession(() => {
      if (!session().isEnded) end(resolve)
    })
    if (signal?.aborted === true) abort()
    else signal?.addEventListener('abort', abort)
  })
