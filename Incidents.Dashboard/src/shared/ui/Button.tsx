import { Button as AriaButton, type ButtonProps } from 'react-aria-components'

interface Props extends Omit<ButtonProps, 'className'> {
  /** Without a frame, for what is rarely wanted. */
  readonly quiet?: boolean
}

export function Button({ quiet = false, ...props }: Props) {
  return <AriaButton {...props} className="button" data-quiet={quiet} />
}
