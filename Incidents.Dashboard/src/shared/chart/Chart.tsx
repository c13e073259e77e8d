import { BarChart, HeatmapChart, LineChart } from 'echarts/charts'
import {
  AriaComponent,
  BrushComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components'
import { init, use as register, type EChartsCoreOption, type EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { beforePicture, usePrinting } from '../print/printing'
import { useShownTheme } from '../theme/theme'

register([
  BarChart,
  HeatmapChart,
  LineChart,
  AriaComponent,
  BrushComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
  SVGRenderer,
])

interface Props {
  /** What the chart shows, in a sentence: those who do not see it get a table beside it. */
  readonly label: string
  /** Made anew when the theme changes, since its colours come from the theme. */
  readonly option: () => EChartsCoreOption
  readonly height?: string
  /** Hears of the chart once it is there. */
  readonly onReady?: (chart: EChartsType) => void
}

/** An ECharts chart that follows the theme and its frame's size, as SVG so that it prints well. Load it lazily: it is large. */
export default function Chart({ label, option, height = '16rem', onReady }: Props) {
  const frame = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType>(undefined)
  const theme = useShownTheme()
  const isPrinting = usePrinting()

  useEffect(() => {
    if (!frame.current) return
    const made = init(frame.current, undefined, { renderer: 'svg' })
    chart.current = made
    onReady?.(made)
    const sizes = new ResizeObserver(() => made.resize())
    sizes.observe(frame.current)
    return () => {
      sizes.disconnect()
      made.dispose()
    }
  }, [onReady])

  useEffect(() => {
    const calm = isPrinting || matchMedia('(prefers-reduced-motion: reduce)').matches
    chart.current?.setOption({ ...option(), ...(calm ? { animation: false } : {}) }, { notMerge: true })
  }, [option, theme, isPrinting])

  useEffect(() => {
    if (!isPrinting) return undefined
    const draw = () => {
      chart.current?.resize()
      chart.current?.getZr().flush()
      scale(frame.current, true)
    }
    const end = beforePicture(draw)
    const shown = frame.current
    return () => {
      end()
      scale(shown, false)
    }
  }, [isPrinting])

  return <div ref={frame} role="img" aria-label={label} data-chart style={{ height }} />
}

/** Lets the drawing be scaled as a picture, for paper of another width. */
function scale(frame: HTMLElement | null, isScaled: boolean) {
  const drawing = frame?.querySelector('svg')
  if (!drawing) return
  const [width, height] = [drawing.getAttribute('width'), drawing.getAttribute('height')]
  if (isScaled && width !== null && height !== null) drawing.setAttribute('viewBox', `0 0 ${width} ${height}`)
  else drawing.removeAttribute('viewBox')
}
