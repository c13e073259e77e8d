const hiddenMilliseconds = 250

// A page in the background draws no frames.
const nextFrame = (then: () => void) => {
  if (document.visibilityState === 'hidden') setTimeout(then, hiddenMilliseconds)
  else requestAnimationFrame(then)
}

/** Collects what comes within a frame: however much comes, the page is drawn once for it. */
export function framed<Item>(deliver: (items: readonly Item[]) => void, schedule = nextFrame): (item: Item) => void {
  let waiting: Item[] = []
  return (item) => {
    waiting.push(item)
    if (waiting.length > 1) return
    schedule(() => {
      const items = waiting
      waiting = []
      deliver(items)
    })
  }
}
