import type { ReactNode } from 'react'
import { classes } from './classes'
import styles from './Table.module.css'

/** Around a table that may be wider than its page: it scrolls, also by keyboard. */
export function TableFrame({
  label,
  className,
  children,
}: {
  readonly label: string
  readonly className?: string | undefined
  readonly children: ReactNode
}) {
  return (
    // What scrolls must be within reach of the keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes(styles['frame'], className)} tabIndex={0} role="group" aria-label={label}>
      {children}
    </div>
  )
}
