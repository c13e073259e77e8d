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
    $categories: [String!]
    $knownAt: Date
    $measure: Measure!
    $hours: [Int!]
  ) {
    heatmap(
      bounds: $bounds
      zoom: $zoom
      from: $from
      until: $until
      categories: $categories
      knownAt: $knownAt
      measure: $measure
      hours: $hours
    ) {
      measure
      zoom
      from
      until
      knownOn
      total
      columns {
        x
        y
        count
      }
    }
    heatmapScale(
      region: $bounds
      zoom: $zoom
      from: $scaleFrom
      until: $scaleUntil
      categories: $categories
      knownAt: $knownAt
      measure: $measure
      hours: $hours
    ) {
      breaks
      basis {
        from
        until
        parameters {
          name
          value
        }
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
    $categories: [String!]
    $knownAt: Date
    $measure: Measure!
    $hours: [Int!]
  ) {
    heatmapChange(
      bounds: $bounds
      zoom: $zoom
      from: $from
      until: $until
      beforeFrom: $beforeFrom
      beforeUntil: $beforeUntil
      categories: $categories
      knownAt: $knownAt
      measure: $measure
      hours: $hours
    ) {
      zoom
      before
      now
      basis {
        measure
        from
        until
        knownOn
        parameters {
          name
          value
        }
      }
      cells {
        x
        y
        before
        now
        change
        tooFew
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
    $categories: [String!]
    $knownAt: Date
    $measure: Measure!
  ) {
    hotSpots(
      bounds: $bounds
      zoom: $zoom
      from: $from
      until: $until
      significance: $significance
      categories: $categories
      knownAt: $knownAt
      measure: $measure
    ) {
      zoom
      studyArea {
        cells
      }
      basis {
        measure
        from
        until
        knownOn
        counted
      }
      columns {
        x
        y
        n
        z
        p
        q
        class
      }
    }
  }
`)

export const hoursQuery = graphql(`
  query HoursOfWeek(
    $cities: [String!]
    $from: Date!
    $until: Date!
    $categories: [String!]
    $knownAt: Date
    $measure: Measure!
  ) {
    hourByWeekday(
      cities: $cities
      from: $from
      until: $until
      categories: $categories
      knownAt: $knownAt
      measure: $measure
    ) {
      tooFew
      hours {
        weekday
        hour
        count
      }
    }
  }
`)

export const daysQuery = graphql(`
  query CountsByDay(
    $cities: [String!]
    $from: Date!
    $until: Date!
    $categories: [String!]
    $knownAt: Date
    $measure: Measure!
  ) {
    trend(
      grain: DAY
      cities: $cities
      from: $from
      until: $until
      categories: $categories
      knownAt: $knownAt
      measure: $measure
    ) {
      series {
        counts
      }
    }
  }
`)

export const boundariesQuery = graphql(`
  query BoundariesOnMap($at: Date) {
    boundaries(at: $at) {
      set
      name
      geoJson
    }
  }
`)
