/** Days before the end of a certificate from which on it is pointed out. */
const soonDays = 30

/** How long the certificate that ends last is valid still. */
export function validityOf(certificates: readonly { readonly validUntil: string }[], today: string) {
  const last = certificates
    .map(({ validUntil }) => validUntil)
    .toSorted()
    .at(-1)
  if (last === undefined) return undefined
  const days = (Date.parse(last) - Date.parse(today)) / 86_400_000
  return { last, state: days < 0 ? ('over' as const) : days <= soonDays ? ('soon' as const) : ('valid' as const) }
}
