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
        method
        source
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
        method
        source
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
        method
        source
        count
        measure
        from
        until
        asKnownOn
        daysAsked
        daysCovered
        parameters {
          name
          value
        }
      }
      studyArea {
        cells
        occupiedCells
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

/** What was counted in one town alone, and how it is spread over its cells. */
export const townCountsQuery = graphql(`
  query TownCounts(
    $bounds: GeoBoundsInput!
    $zoom: Int!
    $from: Date!
    $until: Date!
    $filter: CountFilterInput!
    $asKnownOn: Date
  ) {
    heatmap(bounds: $bounds, zoom: $zoom, from: $from, until: $until, filter: $filter, asKnownOn: $asKnownOn) {
      total
      columns {
        count
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

export const boundaryNamesQuery = graphql(`
  query BoundaryNames($at: Date!) {
    boundaries(at: $at) {
      set
      name
    }
  }
`)

export const boundaryQuery = graphql(`
  query ChosenBoundary($at: Date!, $set: String!) {
    boundaries(at: $at, set: $set) {
      name
      geoJson
    }
  }
`)

/** The incidents of a place: how many, how many of them in the chosen town, and the latest ones. */
export const incidentsHereQuery = graphql(`
  query IncidentsHere($filter: IncidentFilterInput!, $inTown: IncidentFilterInput!, $mayExact: Boolean!) {
    incidents(filter: $filter, first: 5) {
      totalCount
      nodes {
        id
        category
        street @include(if: $mayExact)
        occurredAt
        timePrecision
      }
    }
    inTown: incidents(filter: $inTown, first: 1) {
      totalCount
    }
  }
`)
