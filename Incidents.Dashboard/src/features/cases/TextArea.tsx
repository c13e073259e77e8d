import { useId } from 'react'
import { classes } from '@shared/ui/classes'
import fields from '@shared/ui/Fields.module.css'
import styles from './Cases.module.css'

interface Props {
  readonly label: string
  readonly value: string
  readonly most: number
  readonly onChange: (value: string) => void
}

/** Several lines of text. */
export function TextArea({ label, value, most, onChange }: Props) {
  const id = useId()
  return (
    <div className={fields['field']}>
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        className={classes(fields['input'], styles['area'])}
        rows={2}
        maxLength={most}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}
