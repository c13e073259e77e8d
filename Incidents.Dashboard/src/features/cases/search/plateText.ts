import type { PlateReadFilterInput } from '@shared/graphql/generated/graphql'
import { looksLikePlate } from '@shared/session/purpose'

const wildcards = /[*?]/
// The server takes no pattern with fewer known characters, and no longer one.
const fewestKnown = 3
const longest = 24
// An exact plate of so many characters is also searched for with this many changes.
const changes = 1

/** How plates are searched for by a text; undefined where it is no plate and no pattern of one. */
export function platesOf(text: string): PlateReadFilterInput | undefined {
  const written = text.trim().replaceAll(/[\s-]+/g, '')
  if (wildcards.test(written)) {
    const isPattern = /^[\p{L}\p{Nd}*?]+$/u.test(written) && written.length <= longest
    const known = Array.from(written).filter((character) => !wildcards.test(character)).length
    return isPattern && known >= fewestKnown ? { pattern: written } : undefined
  }
  return looksLikePlate(text) ? { plate: written, maxDistance: changes } : undefined
}
