let names: readonly string[] = []
const listeners = new Set<() => void>()

/** Adds the names of search parameters that were left out because they were wrong. */
export function noteDropped(dropped: readonly string[]) {
  const added = dropped.filter((name) => !names.includes(name))
  if (added.length > 0) replace([...names, ...added])
}

export const forgetDropped = () => replace([])

export const droppedNames = () => names

export function onDropped(listener: () => void) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

function replace(next: readonly string[]) {
  names = next
  // Parameters may be read while a component is rendered, which must not change another one.
  queueMicrotask(() => listeners.forEach((listener) => listener()))
}
