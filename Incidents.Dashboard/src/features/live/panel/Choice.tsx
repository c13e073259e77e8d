import type { ReactNode } from 'react'
import styles from './Work.module.css'

interface Props {
  readonly label?: string
  readonly isDisabled?: boolean
  readonly isPressed?: boolean
  readonly onPress: () => void
  readonly children: ReactNode
}

/** A button of a part of the panel, which the arrows lead to. The keys of the board count while it has the focus. */
export function ChoiceButton({ label, isDisabled = false, isPressed, onPress, children }: Props) {
  return (
    <button
      type="button"
      className={styles['choice']}
      aria-label={label}
      // What is disabled would lose the focus.
      aria-disabled={isDisabled}
      aria-pressed={isPressed}
      data-choice
      onClick={() => {
        if (!isDisabled) onPress()
      }}
    >
      {children}
    </button>
  )
}
