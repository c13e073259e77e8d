import { memo, useMemo, useRef, type HTMLAttributes } from 'react'
import { useTranslation } from 'react-i18next'
import { barsOf, grips, moved, withoutData, type DayRange, type Grip } from './dayRange'
import styles from './DayWindow.module.css'

interface Props {
  /** What was counted each day; null where no source reported. */
  readonly counts: readonly (number | null)[]
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
  const moving = { range, days, onMove, onDone }
  const share = (day: number) => `${(100 * day) / days}%`

  return (
    <div className={styles['window']}>
      <div className={styles['track']}>
        <DayBars counts={counts} range={range} />
        {withoutData(counts).map(([from, until]) => (
          <div
            key={from}
            className={styles['noData']}
            data-no-data
            style={{ left: share(from), right: share(days - until) }}
          />
        ))}
        <Handle
          {...moving}
          grip="both"
          className={styles['chosen']}
          role="presentation"
          data-chosen-days
          style={{ left: share(range.from), right: share(days - range.to - 1) }}
        />
        {grips.map((grip) => (
          <Handle
            {...moving}
            key={grip}
            grip={grip}
            className={styles['end']}
            role="slider"
            data-end={grip}
            style={{ left: share(grip === 'from' ? range.from : range.to + 1) }}
            tabIndex={0}
            aria-label={grip === 'from' ? t('from') : t('to')}
            aria-valuemin={grip === 'from' ? 0 : range.from}
            aria-valuemax={grip === 'from' ? range.to : days - 1}
            aria-valuenow={range[grip]}
            aria-valuetext={nameOf(range[grip])}
            onBlur={onDone}
          />
        ))}
      </div>
    </div>
  )
}

interface HandleProps extends Pick<Props, 'days' | 'range' | 'onMove' | 'onDone'>, HTMLAttributes<HTMLDivElement> {
  readonly grip: Grip
}

/** A part of the range that is moved by pointer or keyboard; its parent element is the track. */
function Handle({ grip, range, days, onMove, onDone, ...attributes }: HandleProps) {
  const held = useRef<{ readonly left: number; readonly range: DayRange }>(undefined)
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- the role comes with the attributes
    <div
      {...attributes}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        held.current = { left: event.clientX, range }
      }}
      onPointerMove={(event) => {
        const track = event.currentTarget.parentElement
        if (!held.current || !track) return
        const by = Math.round(((event.clientX - held.current.left) / track.clientWidth) * days)
        onMove(moved(held.current.range, grip, by, days))
      }}
      onLostPointerCapture={() => {
        held.current = undefined
        onDone()
      }}
      onKeyDown={(event) => {
        const by = keys[event.key]
        if (by === undefined) return
        event.preventDefault()
        onMove(moved(range, grip, by, days))
      }}
      onKeyUp={onDone}
    />
  )
}

/** Decoration: the numbers of days are on other pages. */
const DayBars = memo(function DayBars({ counts, range: { from, to } }: Pick<Props, 'counts' | 'range'>) {
  const bars = useMemo(() => barsOf(counts), [counts])
  const most = useMemo(() => bars.reduce((highest, { count }) => Math.max(highest, count), 1), [bars])
  return (
    <svg
      className={styles['bars']}
      viewBox={`0 0 ${Math.max(1, counts.length)} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {bars.map((bar) => (
        <rect
          key={bar.from}
          x={bar.from + 0.1 * bar.days}
          width={0.8 * bar.days}
          y={1 - bar.count / most}
          height={bar.count / most}
          data-chosen={bar.from + bar.days > from && bar.from <= to}
        />
      ))}
    </svg>
  )
})
