import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { grips, moved, type DayRange, type Grip } from './dayRange'

interface Props {
  /** What was counted each day. */
  readonly counts: readonly number[]
  /** How many days there are to choose from. */
  readonly days: number
  readonly range: DayRange
  readonly nameOf: (day: number) => string
  readonly onMove: (range: DayRange) => void
  readonly onDone: () => void
}

const keys: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -7,
  PageUp: 7,
  Home: -Infinity,
  End: Infinity,
}

/** Days by their counts, and on them a window: drawn wider or narrower by its ends, and moved as a whole. */
export function DayWindow({ counts, days, range, nameOf, onMove, onDone }: Props) {
  const { t } = useTranslation('crime-map')
  const track = useRef<HTMLDivElement>(null)
  const held = useRef<{ readonly left: number; readonly range: DayRange }>(undefined)

  const pulled = (grip: Grip) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId)
      held.current = { left: event.clientX, range }
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (!held.current || !track.current) return
      const dayWidth = track.current.clientWidth / days
      onMove(moved(held.current.range, grip, Math.round((event.clientX - held.current.left) / dayWidth), days))
    },
    onLostPointerCapture: () => {
      held.current = undefined
      onDone()
    },
  })
  const pressed = (grip: Grip) => (event: KeyboardEvent) => {
    const by = keys[event.key]
    if (by === undefined) return
    event.preventDefault()
    onMove(moved(range, grip, by, days))
  }
  const share = (day: number) => `${(100 * day) / days}%`

  return (
    <div className="day-window">
      <div ref={track} className="day-track">
        <DayBars counts={counts} range={range} />
        <div
          className="day-chosen"
          style={{ left: share(range.from), right: share(days - range.to - 1) }}
          {...pulled('both')}
        />
        {grips.map((grip) => (
          <div
            key={grip}
            className="day-end"
            data-end={grip}
            style={{ left: share(grip === 'from' ? range.from : range.to + 1) }}
            role="slider"
            tabIndex={0}
            aria-label={t(grip)}
            aria-valuemin={grip === 'from' ? 0 : range.from}
            aria-valuemax={grip === 'from' ? range.to : days - 1}
            aria-valuenow={range[grip]}
            aria-valuetext={nameOf(range[grip])}
            onKeyDown={pressed(grip)}
            onKeyUp={onDone}
            onBlur={onDone}
            {...pulled(grip)}
          />
        ))}
      </div>
    </div>
  )
}

/** Decoration: the numbers of days are on other pages. */
function DayBars({ counts, range: { from, to } }: Pick<Props, 'counts' | 'range'>) {
  const most = Math.max(1, ...counts)
  return (
    <svg
      className="day-bars"
      viewBox={`0 0 ${Math.max(1, counts.length)} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {counts.map((count, index) => (
        <rect
          key={index}
          x={index + 0.1}
          width={0.8}
          y={1 - count / most}
          height={count / most}
          data-chosen={index >= from && index <= to}
        />
      ))}
    </svg>
  )
}
