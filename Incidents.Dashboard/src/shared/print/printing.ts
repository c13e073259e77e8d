import { useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'

/** What must be done before the page is printed. It is called once more when all promises of the first call are fulfilled. */
export type Preparation = () => void | Promise<void>

const mostMilliseconds = 8_000

let printing = false
const listeners = new Set<() => void>()
const firsts = new Set<() => void>()
const preparations = new Set<Preparation>()

/** Whether the page has the layout of paper. The root element then has `data-printing`. */
export const isPrinting = () => printing

/** Calls the listener when the layout changes to that of paper, and back. */
export function onPrinting(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const usePrinting = () => useSyncExternalStore(onPrinting, isPrinting)

/** Calls the function before the layout changes to that of paper. */
export function beforeLayout(first: () => void): () => void {
  firsts.add(first)
  return () => firsts.delete(first)
}

/**
 * Calls the function when the page has the layout and the width of paper, before its picture is taken.
 *
 * The browser's own command does not wait for promises: what was done at once is printed.
 */
export function beforePicture(preparation: Preparation): () => void {
  preparations.add(preparation)
  return () => preparations.delete(preparation)
}

function change(next: boolean) {
  if (printing === next) return
  if (next) for (const first of firsts) first()
  printing = next
  document.documentElement.toggleAttribute('data-printing', next)
  // The browser takes the picture right after the event: React must have rendered by then.
  flushSync(() => {
    for (const listener of listeners) listener()
  })
}

const prepare = () => Promise.all([...preparations].map(async (preparation) => preparation()))

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))

/** Prepares the page, waits until its maps and charts are drawn, and opens the browser's dialog. */
export async function printPage() {
  change(true)
  // Observers of sizes report with the next frames.
  await frame()
  await frame()
  await Promise.race([prepare(), new Promise((resolve) => setTimeout(resolve, mostMilliseconds))])
  const heard = new AbortController()
  addEventListener('beforeprint', () => heard.abort(), { once: true, signal: heard.signal })
  window.print()
  // A browser that prints nothing sends no events, also not the one after it.
  if (!heard.signal.aborted) change(false)
}

addEventListener('beforeprint', () => {
  change(true)
  void prepare()
})
addEventListener('afterprint', () => change(false))
addEventListener('keydown', (event) => {
  if (event.code !== 'KeyP' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
  event.preventDefault()
  void printPage()
})
