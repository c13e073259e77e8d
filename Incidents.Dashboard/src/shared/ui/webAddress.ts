/** An address that a page may open; undefined for one that is written otherwise, such as `javascript:`. */
export function webAddress(uri: string): string | undefined {
  try {
    const { protocol, href } = new URL(uri)
    return protocol === 'https:' || protocol === 'http:' ? href : undefined
  } catch {
    return undefined
  }
}
