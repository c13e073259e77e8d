import { changesOf, countsOf, hotSpotsOf } from './cellSet'
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
      method: 'class-breaks',
      source: 'Jiang',
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
    heatmapScale: {
      breaks: [1, 5],
      basis: { method: 'class-breaks', source: 'Jiang', from: '2026-02-01', until: '2026-03-01', hoursOfWeek: null },
    },
  })

const change = (index: number, before: number, count: number, isTooFew: boolean) => ({
  x: karaganda.x + index,
  y: karaganda.y,
  before,
  count,
  change: 2 * (Math.sqrt(count) - Math.sqrt(before)),
  isTooFew,
})

/** Four cells: from 4 to 9, from 0 to 3, from 20 to 20 and from 12 to 4 incidents, for tests. */
export const changes = changesOf({
  heatmapChange: {
    zoom: 17,
    before: 36,
    count: 36,
    daysCovered: 28,
    beforeDaysCovered: 28,
    basis: {
      method: 'poisson-change',
      source: 'Anscombe 1948',
      measure: 'INCIDENTS',
      from: '2026-02-01',
      until: '2026-03-01',
      asKnownOn: null,
      hoursOfWeek: null,
      daysAsked: 28,
      parameters: [
        { name: 'beforeFrom', value: '2026-01-04' },
        { name: 'beforeUntil', value: '2026-02-01' },
      ],
    },
    cells: [change(0, 4, 9, false), change(1, 0, 3, true), change(2, 20, 20, false), change(3, 12, 4, false)],
  },
})

/** Three cells: one that is undetermined, a hot one, and one with a large z that is not significant; for tests. */
export const hotSpots = hotSpotsOf({
  hotSpots: {
    zoom: 17,
    basis: {
      method: 'getis-ord-gi-star',
      source: 'Ord and Getis 1995',
      count: 9,
      measure: 'INCIDENTS',
      from: '2026-02-01',
      until: '2026-03-01',
      asKnownOn: null,
      daysAsked: 28,
      daysCovered: 28,
      parameters: [
        { name: 'falseDiscoveryRate', value: 0.05 },
        { name: 'distribution', value: ['EXACT'] },
      ],
    },
    studyArea: { cells: 29_785, occupiedCells: 496 },
    columns: {
      x: [karaganda.x, karaganda.x + 1, karaganda.x + 2],
      y: [karaganda.y, karaganda.y, karaganda.y],
      count: [2, 5, 2],
      z: [null, 4.2, 44.7],
      p: [null, 0.0001, 0.03],
      q: [null, 0.002, 0.6],
      class: ['UNDETERMINED', 'HOT', 'NOT_SIGNIFICANT'],
    },
  },
})
