import type { Answer } from './answer'
import type { Input } from './commandRow'

interface Span {
  readonly from: number
  readonly to: number
}

/**
 * How far things have come by a person's own commands, one version each. What a page saw before them is no older than what the person
 * knows: their next command does not conflict with what they did themselves. Where more than one version was added, somebody else may have
 * changed the thing: what a page saw before that stays too old.
 */
export class OwnSteps {
  private readonly spans = new Map<string, Span>()

  clear() {
    this.spans.clear()
  }

  /** Notes the versions that an answer to an own command tells. */
  note({ data }: Answer) {
    for (const payload of partsOf(data))
      for (const { id, version } of partsOf(payload))
        if (typeof id === 'string' && typeof version === 'number') this.step(id.toLowerCase(), version)
  }

  /** The version that an own command may expect, of one that its page saw. */
  after(thing: string, seen: number): number {
    const span = this.spans.get(thing.toLowerCase())
    return span !== undefined && span.from <= seen && seen <= span.to ? span.to : seen
  }

  /** The input of an own command, with the version that it may expect. */
  seen(input: Input): Input {
    const { id, expectedVersion } = input
    if (typeof id !== 'string' || typeof expectedVersion !== 'number') return input
    const version = this.after(id, expectedVersion)
    return version === expectedVersion ? input : { ...input, expectedVersion: version }
  }

  private step(thing: string, version: number) {
    const before = this.spans.get(thing)
    if (before?.to === version) return
    this.spans.set(thing, { from: before?.to === version - 1 ? before.from : version - 1, to: version })
  }
}

const partsOf = (value: unknown) =>
  typeof value === 'object' && value !== null
    ? Object.values(value).filter((part): part is Record<string, unknown> => typeof part === 'object' && part !== null)
    : []
