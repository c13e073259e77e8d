/** The position up to which the lists of an answer hold everything; 0 where the server did not say. */
export function positionOf(extensions: Record<string, unknown> | undefined): number {
  const freshness = extensions?.['freshness'] as { readonly projectedSequence?: number } | null | undefined
  return freshness?.projectedSequence ?? 0
}
