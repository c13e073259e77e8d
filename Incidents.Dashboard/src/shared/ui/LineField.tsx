import { useId } from 'react'
import fields from './Fields.module.css'

interface Props {
  readonly label: string
  readonly value: string
  readonly most: number
  readonly onChange: (value: string) => void
}

/** A line of a form that is sent by its button: what is typed counts at once. */
export function LineField({ label, value, most, onChange }: Props) {
  const id = useId()
  return (
    <div className={fields['field']}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={fields['input']}
        maxLength={most}
        value={value}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}
