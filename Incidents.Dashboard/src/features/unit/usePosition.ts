import { sentOnce } from '@shared/commands/commandExchange'
import { serverNow } from '@shared/commands/serverClock'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient } from 'urql'
import { positionMutation } from './queries'

const everyMilliseconds = 15_000
const stored = 'unit-position'

/** `asked`: nobody has agreed; `denied` and `absent`: the phone gives no position; `reported` and `notReported`: how the last one went. */
export type PositionState = 'asked' | 'waiting' | 'reported' | 'notReported' | 'denied' | 'absent'

export interface Position {
  readonly state: PositionState
  readonly agree: () => void
  readonly stop: () => void
}

/**
 * Reports where the phone is, for as long as its person agrees and the unit is on duty. A position that cannot be sent is replaced by the
 * next.
 */
export function usePosition(city: string, isOnDuty: boolean): Position {
  const client = useClient()
  const [isAgreed, setAgreed] = useState(() => localStorage.getItem(stored) === 'yes')
  const [state, setState] = useState<PositionState>('waiting')
  const last = useRef(0)
  const isOn = isAgreed && isOnDuty

  useEffect(() => {
    if (!isOn) return
    const { geolocation } = navigator as { readonly geolocation?: Geolocation }
    if (geolocation === undefined) return
    const report = ({ coords }: GeolocationPosition) => {
      if (Date.now() - last.current < everyMilliseconds) return
      last.current = Date.now()
      const point = { longitude: coords.longitude, latitude: coords.latitude }
      const occurredAt = new Date(serverNow()).toISOString()
      void client
        .mutation(positionMutation, { city, point, occurredAt }, sentOnce)
        .toPromise()
        .then(({ data, error }) =>
          setState(error === undefined && !data?.reportUnitPosition.errors?.length ? 'reported' : 'notReported'),
        )
    }
    const watch = geolocation.watchPosition(
      report,
      ({ code, PERMISSION_DENIED }) => setState(code === PERMISSION_DENIED ? 'denied' : 'notReported'),
      { enableHighAccuracy: true, maximumAge: everyMilliseconds },
    )
    return () => geolocation.clearWatch(watch)
  }, [client, city, isOn])

  const agree = useCallback(() => {
    localStorage.setItem(stored, 'yes')
    last.current = 0
    setState('waiting')
    setAgreed(true)
  }, [])
  const stop = useCallback(() => {
    localStorage.removeItem(stored)
    setAgreed(false)
  }, [])
  const isAbsent = (navigator as { readonly geolocation?: Geolocation }).geolocation === undefined
  return { state: isAbsent ? 'absent' : isAgreed ? state : 'asked', agree, stop }
}
