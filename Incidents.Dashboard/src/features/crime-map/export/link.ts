import type { Settings } from '../search/settings'

/** The address of the page with its days and its town, so that it shows the same tomorrow. */
export function linkOf({ period, city }: Settings): string {
  const link = new URL(location.href)
  link.searchParams.set('from', period.from)
  link.searchParams.set('to', period.to)
  if (city !== null) link.searchParams.set('city', city)
  return link.href
}
