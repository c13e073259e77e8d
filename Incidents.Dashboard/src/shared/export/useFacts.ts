import { useConnection, type Freshness } from '../graphql/connection'
import type { Facts } from './facts'

/** What the server and the page say of every number: give it the freshness of the answer that is saved. */
export function useFacts(freshness: Freshness | null): () => Pick<Facts, 'asOf' | 'source' | 'simulated'> {
  const { simulated } = useConnection()
  return () => ({ asOf: freshness?.asOf ?? null, source: location.href, simulated })
}
