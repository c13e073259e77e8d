import { graphql } from '../graphql/generated'

/** Kinds of things of which it can be shown how they are now. */
const kinds = ['alert', 'sosCall', 'violation', 'incident', 'upkeepTask'] as const
export type ThingKind = (typeof kinds)[number]

/** The kind of thing that a command changes, by the name of its result; null where it cannot be shown. */
export const thingOf = (result: string | undefined): ThingKind | null => kinds.find((kind) => kind === result) ?? null

export const thingNowQuery = graphql(`
  query ThingNow(
    $id: UUID!
    $isAlert: Boolean!
    $isCall: Boolean!
    $isViolation: Boolean!
    $isIncident: Boolean!
    $isTask: Boolean!
    $mayPerson: Boolean!
    $mayExact: Boolean!
  ) {
    alert(id: $id) @include(if: $isAlert) {
      version
      category
      place {
        street @include(if: $mayExact)
      }
      timeline {
        ...StepNow
      }
    }
    sosCall(id: $id) @include(if: $isCall) {
      version
      category
      place {
        street @include(if: $mayExact)
      }
      timeline {
        ...StepNow
      }
    }
    violation(id: $id) @include(if: $isViolation) {
      version
      category
      place {
        street @include(if: $mayExact)
      }
      timeline {
        ...StepNow
      }
    }
    incident(id: $id) @include(if: $isIncident) {
      version
      category
      place {
        street @include(if: $mayExact)
      }
      timeline {
        ...StepNow
      }
    }
    upkeepTask(id: $id) @include(if: $isTask) {
      version
      category
      place {
        street @include(if: $mayExact)
      }
      timeline {
        ...StepNow
      }
    }
  }

  fragment StepNow on TimelineEntry {
    sequence
    type
    occurredAt
    by @include(if: $mayPerson)
  }
`)
