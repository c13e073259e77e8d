import { sessionFetch } from '@shared/session/sessionFetch'
import { useEffect, useState } from 'react'

interface Picture {
  /** Address of the picture's bytes in this page. */
  readonly address?: string
  /** The server's code of why it is not there. */
  readonly code?: string
}

/** Fetches a picture of the host. An image element would not say why the host refuses one. */
export function usePicture(link: string | null): Picture {
  const [{ of, ...picture }, setPicture] = useState<Picture & { readonly of: string | null }>({ of: null })
  useEffect(() => {
    if (link === null) return
    const control = new AbortController()
    let address: string | undefined
    const show = (shown: Picture) => {
      if (!control.signal.aborted) setPicture({ of: link, ...shown })
    }
    fetchPicture(link, control.signal)
      .then((found) => {
        if (typeof found === 'string') show({ code: found })
        else if (!control.signal.aborted) show({ address: (address = URL.createObjectURL(found)) })
      })
      .catch(() => show({ code: 'PICTURE_UNAVAILABLE' }))
    return () => {
      control.abort()
      if (address !== undefined) URL.revokeObjectURL(address)
    }
  }, [link])
  return of === link ? picture : {}
}

/** The picture, or the code of its refusal. */
async function fetchPicture(link: string, signal: AbortSignal): Promise<Blob | string> {
  const response = await sessionFetch(link, { signal })
  return response.ok ? response.blob() : (((await response.json()) as { code?: string }).code ?? 'PICTURE_UNAVAILABLE')
}
