import { useCallback, useEffect, useMemo, useState } from 'react'
import { nextOf, shifted, daysBetween } from '../search/period'
import type { Change } from '../search/search'
import type { Settings } from '../search/settings'

export interface Playback {
  readonly isPlaying: boolean
  readonly toggle: () => void
}

interface Film {
  readonly settings: Settings
  /** The first day that there is. */
  readonly first: string
  /** Whether the picture that was asked for is there. */
  readonly isReady: boolean
  readonly onChange: (change: Change, isPassing?: boolean) => void
}

const pictureMilliseconds = 700

/**
 * Moves the period on step by step, each time after the cells of the step before were drawn.
 *
 * The classes of the legend remain those of the first period.
 */
export function usePlayback({ settings, first, isReady, onChange }: Film): Playback {
  const [isPlaying, setPlaying] = useState(false)
  const { period, scale, step, today } = settings
  const next = useMemo(() => nextOf(period, step, today), [period, step, today])

  useEffect(() => {
    if (!isPlaying || !isReady) return
    const timer = setTimeout(() => {
      if (next) onChange(next, true)
      else setPlaying(false)
    }, pictureMilliseconds)
    return () => clearTimeout(timer)
  }, [isPlaying, isReady, next, onChange])

  const toggle = useCallback(() => {
    setPlaying(!isPlaying)
    if (isPlaying) return
    const begin = next ? period : shifted(period, daysBetween(period.from, first))
    onChange({ ...begin, scaleFrom: scale.from, scaleTo: scale.to })
  }, [isPlaying, next, period, first, scale, onChange])
  return useMemo(() => ({ isPlaying, toggle }), [isPlaying, toggle])
}
