import { Button as AriaButton, type ButtonProps } from 'react-aria-components'
import { classes } from './classes'
import styles from './Button.module.css'

interface Props extends Omit<ButtonProps, 'className'> {
  /** Without a frame, for what is rarely wanted. */
  readonly quiet?: boolean
}

export function Button({ quiet = false, ...props }: Props) {
  return <AriaButton {...props} className={classes(styles['button'])} data-quiet={quiet} />
}
