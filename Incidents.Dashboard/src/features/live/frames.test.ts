import { expect, it } from 'vitest'
import { framed } from './frames'

it('delivers what came within a frame at once, and in its order', () => {
  const frames: (() => void)[] = []
  const delivered: (readonly number[])[] = []
  const take = framed<number>(
    (items) => delivered.push(items),
    (then) => frames.push(then),
  )
  take(1)
  take(2)
  take(3)
  expect(frames).toHaveLength(1)
  frames[0]?.()
  take(4)
  frames[1]?.()
  expect(delivered).toEqual([[1, 2, 3], [4]])
})
