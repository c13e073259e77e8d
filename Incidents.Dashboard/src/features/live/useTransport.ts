import { useEffect, useState } from 'react'
import { openSocket } from './socket'
import type { Transport } from './stream'

/** The page's one connection for all its subscriptions. It is made with the first of them. */
export function useTransport(): Transport {
  const [transport] = useState(openSocket)
  useEffect(() => () => transport.close(), [transport])
  return transport
}
