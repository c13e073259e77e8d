/** A target of service as the server answers it. */
export interface Target {
  readonly name: string
  readonly step: 'ANSWERED' | 'DISPATCHED' | 'ARRIVED' | 'RESOLVED'
  readonly withinSeconds: number
  readonly status: 'NOT_STARTED' | 'RUNNING' | 'PASSED' | 'MET' | 'MET_KNOWN_LATE' | 'MET_LATE' | 'STOPPED'
  readonly startedAt?: string | null
  readonly dueAt?: string | null
  readonly metAt?: string | null
  readonly escalatedAt?: string | null
  readonly onRole?: string | null
  readonly onPerson?: string | null
}

/** What a clock says at a moment. */
export type Clock =
  | { readonly kind: 'running'; readonly seconds: number }
  | { readonly kind: 'passed'; readonly seconds: number }
  /** It was done: so many seconds after the clock began, where that is known. */
  | { readonly kind: 'met'; readonly seconds: number | null; readonly isLate: boolean }
  | { readonly kind: 'idle' }

/**
 * The clock of a target at a moment, in milliseconds by the server's clock.
 *
 * What was running when the server answered passes here, too: the page does not wait for the next answer.
 */
export function clockOf(target: Target, now: number): Clock {
  const { status, dueAt } = target
  if (status === 'MET' || status === 'MET_KNOWN_LATE' || status === 'MET_LATE') {
    const [from, until] = [target.startedAt, target.metAt].map((at) => (at == null ? null : Date.parse(at)))
    return {
      kind: 'met',
      seconds: from == null || until == null ? null : Math.max(0, Math.round((until - from) / 1_000)),
      isLate: status === 'MET_LATE',
    }
  }
  if (dueAt == null || status === 'NOT_STARTED' || status === 'STOPPED') return { kind: 'idle' }
  const over = (now - Date.parse(dueAt)) / 1_000
  // A clock that shows nothing left has passed.
  return over < 0 ? { kind: 'running', seconds: Math.ceil(-over) } : { kind: 'passed', seconds: Math.floor(over) }
}

/** Those that have passed at a moment. */
export const passedAt = (targets: readonly Target[], now: number): readonly Target[] =>
  targets.filter((target) => clockOf(target, now).kind === 'passed')

const steps: readonly Target['step'][] = ['ANSWERED', 'DISPATCHED', 'ARRIVED', 'RESOLVED']

/** In the order in which the steps are done, the shortest first. */
export const inOrder = (targets: readonly Target[]): readonly Target[] =>
  [...targets].sort((a, b) => steps.indexOf(a.step) - steps.indexOf(b.step) || a.withinSeconds - b.withinSeconds)
