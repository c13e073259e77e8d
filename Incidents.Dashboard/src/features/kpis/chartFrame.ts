import { colour } from '@shared/map/baseStyle'

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
    yAxis: {
      type: 'value',
      min: 0,
      max,
      interval: every,
      axisLabel: { ...axisText, formatter: (value: number) => (value === 0 ? '0' : write(value)) },
      splitLine: { lineStyle: { color: colour('--line') } },
    },
  }
}

export const tooltip = (write: (value: number) => string) => ({
  trigger: 'axis',
  confine: true,
  backgroundColor: colour('--surface'),
  borderColor: colour('--line'),
  textStyle: { color: colour('--text'), fontSize: 12 },
  valueFormatter: (value: unknown) => (typeof value === 'number' ? write(value) : '—'),
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
