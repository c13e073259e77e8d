import { countsOf } from './cellSet'
import { cellAt } from './cells'

/** The cell in the middle of Karaganda. */
export const karaganda = cellAt(73.0875, 49.8047, 17)

/** Two cells beside each other with 3 and 7 incidents, for tests. */
export const counts = countsOf({
  heatmap: {
    measure: 'INCIDENTS',
    zoom: 17,
    from: '2026-02-01',
    until: '2026-03-01',
    asKnownOn: '2026-02-15',
    total: 10,
    daysAsked: 28,
    daysCovered: 28,
    columns: { x: [karaganda.x, karaganda.x + 1], y: [karaganda.y, karaganda.y], count: [3, 7] },
  },
  heatmapScale: {
    breaks: [1, 5],
    basis: {
      from: '2026-02-01',
      until: '2026-03-01',
      hoursOfWeek: [114, 115, 138, 139],
    },
  },
})

/** That many cells in a row with 1, 2, 3 … incidents, for tests. */
export const manyCounts = (cells: number) =>
  countsOf({
    heatmap: {
      measure: 'INCIDENTS',
      zoom: 17,
      from: '2026-02-01',
      until: '2026-03-01',
      asKnownOn: null,
      total: (cells * (cells + 1)) / 2,
      daysAsked: 28,
      daysCovered: 28,
      columns: {
        x: Array.from({ length: cells }, (_, index) => karaganda.x + index),
        y: Array.from({ length: cells }, () => karaganda.y),
        count: Array.from({ length: cells }, (_, index) => index + 1),
      },
    },
    heatmapScale: { breaks: [1, 5], basis: { from: '2026-02-01', until: '2026-03-01', hoursOfWeek: null } },
  })
