const newest = 10 * 60_000

let ahead = 0
let best: { readonly at: number; readonly took: number } | null = null

/** Learns the server's clock from an answer that says it; that of a quick answer is nearer than that of a slow one. */
export function noteServerTime(said: string, askedAt: number, answeredAt: number) {
  const server = Date.parse(said)
  const took = answeredAt - askedAt
  if (Number.isNaN(server) || took < 0) return
  if (best !== null && took > best.took && answeredAt - best.at < newest && answeredAt >= best.at) return
  best = { at: answeredAt, took }
  ahead = server - (askedAt + answeredAt) / 2
}

/** Whether the server has said what its clock is. */
export const knowsServerTime = () => best !== null

/** The present by the server's clock in milliseconds, as far as it is known; the machine's own clock may be wrong. */
export const serverNow = () => Date.now() + ahead
