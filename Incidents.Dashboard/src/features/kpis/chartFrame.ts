import { colour } from '@shared/theme/colour'

interface Frame {
  /** What each step is called. */
  readonly names: readonly string[]
  /** Labels of the first and the last step. */
  readonly ends: readonly string[]
  readonly write: (value: number) => string
  readonly max: number
  readonly every: number
}

/** What surrounds a card's lines: sparse axes that start at zero, and a tooltip. */
export function chartFrame({ names, ends, write, max, every }: Frame) {
  const axisText = { color: colour('--text-2'), fontSize: 11 }
  return {
    grid: { left: 4, right: 10, top: 12, bottom: 4, containLabel: true },
    tooltip: tooltip(write),
    xAxis: {
      type: 'category',
      boundaryGap: false,
      data: names,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colour('--line-strong') } },
      axisLabel: {
        ...axisText,
        interval: (index: number) => index === 0 || index === names.length - 1,
        formatter: (_: string, index: number) => (index === 0 ? ends[0] : ends[1]),
        alignMinLabel: 'left',
        alignMaxLabel: 'right',
      },
    },
    yAxis: withHatching({
      type: 'value',
      min: 0,
      max,
      interval: every,
      axisLabel: { ...axisText, formatter: (value: number) => (value === 0 ? '0' : write(value)) },
      splitLine: { lineStyle: { color: colour('--line') } },
    }),
  }
}

/** A second vertical axis, for the hatching alone. */
const wholeHeight = { type: 'value', min: 0, max: 1, show: false }

/** The axes of values: the one given, and that of the hatching. */
export const withHatching = (axis: object) => [axis, wholeHeight]

/** Hatches steps without data over the chart's height. It is of the second axis of `withHatching`. */
export const hatching = (lacksData: readonly boolean[]) => ({
  type: 'bar',
  yAxisIndex: 1,
  silent: true,
  tooltip: { show: false },
  barWidth: '100%',
  data: lacksData.map((lacks) => (lacks ? 1 : null)),
  itemStyle: {
    color: 'transparent',
    decal: {
      symbol: 'rect',
      color: colour('--line-strong'),
      dashArrayX: [1, 0],
      dashArrayY: [1.5, 4.5],
      rotation: -Math.PI / 4,
    },
  },
})

export const tooltip = (write: (value: number) => string, none = '—') => ({
  trigger: 'axis',
  confine: true,
  backgroundColor: colour('--surface'),
  borderColor: colour('--line'),
  textStyle: { color: colour('--text'), fontSize: 12 },
  valueFormatter: (value: unknown) => (typeof value === 'number' ? write(value) : none),
})

const few = 8

/** A line; a few values are dots too, since one alone makes no line. */
export const lineOf = (
  name: string,
  data: readonly (number | null)[],
  token: `--${string}`,
  type: 'solid' | 'dashed' = 'solid',
) => ({
  type: 'line',
  name,
  data,
  symbolSize: 5,
  showSymbol: data.filter((value) => value !== null).length < few,
  lineStyle: { width: 2, type, color: colour(token) },
  itemStyle: { color: colour(token) },
})

/** Values that say little, as hollow dots without a line. */
export const dotsOf = (name: string, data: readonly (number | null)[]) => ({
  type: 'line',
  name,
  data,
  symbol: 'emptyCircle',
  symbolSize: 6,
  showSymbol: true,
  showAllSymbol: true,
  lineStyle: { width: 0 },
  itemStyle: { color: colour('--text-2') },
})
