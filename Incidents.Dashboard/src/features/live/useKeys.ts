import type { KeyboardEvent } from 'react'

interface Keys {
  readonly next: () => void
  readonly previous: () => void
  readonly first: () => void
  readonly last: () => void
  readonly open: () => void
  readonly close: () => void
  readonly queue: (index: number) => void
  readonly help: () => void
  readonly shift: () => void
  /** Any other letter, by the place of its key: what it does depends on what is worked on. */
  readonly letter: (code: string) => void
}

// By the place of the key, so that they are the same on a Kazakh, Russian or English keyboard.
const keyOf: Readonly<Record<string, Exclude<keyof Keys, 'queue' | 'letter'>>> = {
  KeyJ: 'next',
  ArrowDown: 'next',
  KeyK: 'previous',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
  Enter: 'open',
  NumpadEnter: 'open',
  Escape: 'close',
  KeyS: 'shift',
}
// These do something by themselves in a button, a link or a list of choices.
const own = new Set(['Enter', 'NumpadEnter', 'ArrowDown', 'ArrowUp', 'Home', 'End'])

/** What the keys of the board do. A field that is typed in keeps its keys. */
export const useKeys = (keys: Keys) => (event: KeyboardEvent<HTMLElement>) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return
  const target = event.target as HTMLElement
  if (target.closest('input, textarea, select, [contenteditable], [role=dialog]')) return
  if (own.has(event.code) && target !== event.currentTarget && !target.closest('[data-keys]')) return
  const digit = /^Digit([1-4])$/.exec(event.code)
  if (event.key === '?') keys.help()
  else if (digit) keys.queue(Number(digit[1]) - 1)
  else {
    const name = keyOf[event.code]
    if (name !== undefined) keys[name]()
    else if (!/^Key[A-Z]$/.test(event.code)) return
    // A key that is held down must not work off the queue.
    else if (!event.repeat) keys.letter(event.code)
  }
  event.preventDefault()
}
