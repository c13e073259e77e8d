import { useId } from 'react'
import { DraftField } from './DraftField'
import styles from './Fields.module.css'

export { DayField } from './DayField'

interface TextProps {
  readonly label: string
  /** The most letters that it takes. */
  readonly most?: number
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
}

/** A line of text, trimmed. */
export function TextField({ label, value = '', most, onChange }: TextProps) {
  return (
    <DraftField
      label={label}
      written={value}
      most={most}
      take={(text) => {
        onChange(text === '' ? undefined : text)
        return { written: text }
      }}
    />
  )
}

interface ChoiceProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly name: string }[]
  readonly onChange: (value: Value) => void
}

/** One of several. */
export function ChoiceField<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  const id = useId()
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className={styles['input']}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value)
          if (chosen) onChange(chosen.value)
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
    </div>
  )
}
