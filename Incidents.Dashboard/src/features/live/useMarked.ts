import { useState } from 'react'
import type { QueueItem } from './queue'

interface Mark {
  readonly id: string
  readonly index: number
}

/**
 * The row that the keys are at. It stays the same row while others come above it: what is acknowledged is what was in sight.
 *
 * Where it leaves, the row that takes its place is the next one.
 */
export function useMarked(rows: readonly QueueItem[]) {
  const [mark, setMark] = useState<Mark>()
  const found = mark === undefined ? -1 : rows.findIndex(({ id }) => id === mark.id)
  const index = found >= 0 ? found : Math.min(mark?.index ?? 0, rows.length - 1)
  const row = rows[index]
  if (row !== undefined && (mark?.id !== row.id || mark.index !== index)) setMark({ id: row.id, index })
  return {
    row,
    /** The row so many below; the last or first one where there are not so many. */
    near: (step: number): QueueItem | undefined => rows[Math.max(0, Math.min(rows.length - 1, index + step))],
    mark: ({ id }: QueueItem) =>
      setMark({
        id,
        index: Math.max(
          0,
          rows.findIndex((one) => one.id === id),
        ),
      }),
  }
}
