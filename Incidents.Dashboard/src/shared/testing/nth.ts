/** An item that must be there, by its index from 0. */
export function nth<T>(items: readonly T[], index: number): T {
  const item = items[index]
  if (item === undefined) throw new Error(`There are ${items.length} items, and none at ${index}.`)
  return item
}
