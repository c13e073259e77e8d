import { useId, useState } from 'react'
import styles from './Fields.module.css'

interface FieldProps {
  readonly label: string
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
}

/** A line of text, taken over when the writer leaves the field or presses Enter. */
export function TextField({ label, value = '', onChange }: FieldProps) {
  const id = useId()
  const [draft, setDraft] = useState(value)
  // A changed link changes the field.
  const [taken, setTaken] = useState(value)
  if (taken !== value) {
    setTaken(value)
    setDraft(value)
  }
  const take = () => {
    if (draft.trim() !== value) onChange(draft.trim() === '' ? undefined : draft.trim())
  }
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={styles['input']}
        value={draft}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take()
        }}
      />
    </div>
  )
}

interface DayProps extends FieldProps {
  readonly min?: string | undefined
  readonly max?: string | undefined
}

/** A day of the calendar, `2026-03-01`. */
export function DayField({ label, value = '', onChange, min, max }: DayProps) {
  const id = useId()
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="date"
        className={styles['input']}
        value={value}
        min={min}
        max={max}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
      />
    </div>
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
