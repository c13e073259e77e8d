import { useMemo } from 'react'

/** Variables that stay the same object for as long as they say the same: a question is asked again when they change. */
export function useStable<Value>(value: Value): Value {
  const written = JSON.stringify(value)
  return useMemo(() => JSON.parse(written) as Value, [written])
}
