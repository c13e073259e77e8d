import type { ReactNode } from 'react'
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { classes } from './classes'
import styles from './Toggle.module.css'

interface Option<Value extends string> {
  readonly value: Value
  readonly content: ReactNode
  /** What the option is called where its content is a sign. */
  readonly label: string
}

interface Props<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly Option<Value>[]
  readonly onChange: (value: Value) => void
}

/** One of a few, all in sight. */
export function Toggle<Value extends string>({ label, value, options, onChange }: Props<Value>) {
  return (
    <ToggleButtonGroup
      className={classes(styles['group'])}
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = options.find((option) => keys.has(option.value))
        if (chosen) onChange(chosen.value)
      }}
    >
      {options.map((option) => (
        <ToggleButton key={option.value} id={option.value} aria-label={option.label}>
          {option.content}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
