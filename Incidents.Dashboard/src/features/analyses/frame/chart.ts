import { colour } from '@shared/theme/colour'

const axisText = () => ({ color: colour('--text-2'), fontSize: 11 })

/** A horizontal axis of steps, of which the first and the last are named. */
export const stepAxis = (names: readonly string[], more: object = {}) => ({
  type: 'category',
  data: names,
  axisTick: { show: false },
  axisLine: { lineStyle: { color: colour('--line-strong') } },
  axisLabel: {
    ...axisText(),
    interval: (index: number) => index === 0 || index === names.length - 1,
    alignMinLabel: 'left',
    alignMaxLabel: 'right',
  },
  ...more,
})

export const valueAxis = (write: (value: number) => string, more: object = {}) => ({
  type: 'value',
  splitNumber: 3,
  axisLabel: { ...axisText(), formatter: write },
  splitLine: { lineStyle: { color: colour('--line') } },
  nameTextStyle: axisText(),
  ...more,
})

export const tooltip = (write: (value: number) => string) => ({
  trigger: 'axis',
  confine: true,
  backgroundColor: colour('--surface'),
  borderColor: colour('--line'),
  textStyle: { color: colour('--text'), fontSize: 12 },
  valueFormatter: (value: unknown) => (typeof value === 'number' ? write(value) : '—'),
})

export const line = (name: string, data: readonly (number | null)[], token: `--${string}`, more: object = {}) => ({
  type: 'line',
  name,
  data,
  symbolSize: 5,
  showSymbol: data.length < 20,
  lineStyle: { width: 2, color: colour(token) },
  itemStyle: { color: colour(token) },
  ...more,
})

export const legend = () => ({
  top: 0,
  left: 0,
  itemHeight: 10,
  textStyle: { color: colour('--text-2'), fontSize: 12 },
})
