import { graphql } from '@shared/graphql/generated'

export const todayQuery = graphql(`
  query CrimeMapToday {
    serverTime
  }
`)

/** Counts and their classes together, so that no map is drawn with another one's legend. */
export const countsQuery = graphql(`
  query CellCounts(
    $bounds: GeoBoundsInput!
    $zoom: Int!
    $from: Date!
    $until: Date!
    $scaleFrom: Date!
    $scaleUntil: Date!
    $filter: CountFilterInput!
    $asKnownOn: Date
  ) {
    heatmap(bounds: $bounds, zoom: $zoom, from: $from, until: $until, filter: $filter, asKnownOn: $asKnownOn) {
      measure
      zoom
      from
      until
      asKnownOn
      total
      daysAsked
      daysCovered
      columns {
        x
        y
        count
      }
    }
    heatmapScale(
      bounds: $bounds
      zoom: $zoom
      from: $scaleFrom
      until: $scaleUntil
      filter: $filter
      asKnownOn: $asKnownOn
    ) {
      breaks
      basis {
        from
        until
        hoursOfWeek
      }
    }
  }
`)

export const changeQuery = graphql(`
  query CellChanges(
    $bounds: GeoBoundsInput!
    $zoom: Int!
    $from: Date!
    $until: Date!
    $beforeFrom: Date!
    $beforeUntil: Date!
    $filter: CountFilterInput!
    $asKnownOn: Date
  ) {
    heatmapChange(
      bounds: $bounds
      zoom: $zoom
      from: $from
      until: $until
      beforeFrom: $beforeFrom
      beforeUntil: $beforeUntil
      filter: $filter
      asKnownOn: $asKnownOn
    ) {
      zoom
      before
      count
      daysCovered
      beforeDaysCovered
      basis {
        measure
        from
        until
        asKnownOn
        hoursOfWeek
        daysAsked
        parameters {
          name
          value
        }
      }
      cells {
        x
        y
        before
        count
        change
        isTooFew
      }
    }
  }
`)

export const hotSpotsQuery = graphql(`
  query CellHotSpots(
    $bounds: GeoBoundsInput!
    $zoom: Int!
    $from: Date!
    $until: Date!
    $significance: Significance!
    $filter: CountFilterInput!
    $asKnownOn: Date
  ) {
    hotSpots(
      bounds: $bounds
      zoom: $zoom
      from: $from
      until: $until
      significance: $significance
      filter: $filter
      asKnownOn: $asKnownOn
    ) {
      zoom
      basis {
        measure
        from
        until
        asKnownOn
        daysAsked
        daysCovered
      }
      columns {
        x
        y
        count
        z
        p
        q
        class
      }
    }
  }
`)

export const hoursQuery = graphql(`
  query HoursOfWeek($from: Date!, $until: Date!, $filter: CountFilterInput!, $asKnownOn: Date) {
    hourByWeekday(from: $from, until: $until, filter: $filter, asKnownOn: $asKnownOn) {
      isTooFew
      hours {
        weekday
        hour
        count
      }
    }
  }
`)

export const daysQuery = graphql(`
  query CountsByDay($from: Date!, $until: Date!, $filter: CountFilterInput!, $asKnownOn: Date) {
    trend(grain: DAY, from: $from, until: $until, filter: $filter, asKnownOn: $asKnownOn) {
      series {
        counts
      }
    }
  }
`)

/** From when until when the sources of a kind of thing reported, town by town. */
export const townCoverageQuery = graphql(`
  query TownCoverage($kind: CoveredKind!, $asKnownOn: Date) {
    sourceCoverage(kinds: [$kind], asKnownOn: $asKnownOn) {
      city
      from
      until
      gaps {
        from
        until
      }
    }
  }
`)
