import { useId, type KeyboardEvent, type ReactNode, type Ref } from 'react'
import styles from './Work.module.css'

interface Props {
  readonly ref?: Ref<HTMLElement>
  readonly title: string
  /** The key that leads here. */
  readonly letter?: string | undefined
  readonly children: ReactNode
}

/** A part of the panel. Arrows lead from one of its buttons to the next. */
export function Section({ ref, title, letter, children }: Props) {
  const id = useId()
  return (
    // The arrows only move the focus between its buttons, which Tab does as well.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section ref={ref} className={styles['section']} aria-labelledby={id} onKeyDown={moveFocus}>
      <h3 id={id}>
        {title} {letter === undefined ? null : <kbd aria-hidden="true">{letter}</kbd>}
      </h3>
      {children}
    </section>
  )
}

function moveFocus(event: KeyboardEvent<HTMLElement>) {
  const step = event.code === 'ArrowDown' ? 1 : event.code === 'ArrowUp' ? -1 : 0
  if (step === 0 || !(event.target instanceof HTMLElement) || event.target.dataset['choice'] === undefined) return
  const choices = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-choice]')]
  const next = choices[choices.indexOf(event.target) + step]
  event.preventDefault()
  event.stopPropagation()
  next?.focus()
}

/** Leads the focus to the first button of a part of the panel. */
export function focusFirst(section: HTMLElement | null) {
  section?.querySelector<HTMLElement>('[data-choice]')?.focus()
}
