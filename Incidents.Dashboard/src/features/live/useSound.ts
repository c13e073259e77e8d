import { useEffect, useMemo, useRef, useState } from 'react'
import { makeSound, type Tone } from './sound'

export interface Sound {
  readonly isOn: boolean
  readonly toggle: () => void
  readonly play: (tone: Tone | undefined) => void
}

/** The sound, which is off until somebody switches it on: browsers ask for a press of a button each time. */
export function useSound(): Sound {
  const [isOn, setOn] = useState(false)
  const made = useRef<ReturnType<typeof makeSound>>(undefined)
  useEffect(
    () => () => {
      made.current?.close()
      made.current = undefined
    },
    [],
  )
  return useMemo(
    () => ({
      isOn,
      toggle: () => {
        made.current?.close()
        made.current = isOn ? undefined : makeSound()
        made.current?.play('alert')
        setOn(!isOn)
      },
      play: (tone) => {
        if (tone !== undefined) made.current?.play(tone)
      },
    }),
    [isOn],
  )
}
