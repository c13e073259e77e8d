import { useId, useState, type HTMLAttributes, type ReactNode } from 'react'
import styles from './Fields.module.css'

/** What was typed as the field writes it, or why it cannot be taken over. */
export type Taken = { readonly written: string } | { readonly trouble: string }

interface Props {
  readonly label: string
  /** The value as the field writes it; empty for none. */
  readonly written: string
  readonly hint?: string | undefined
  /** The most letters that it takes. */
  readonly most?: number | undefined
  readonly inputMode?: HTMLAttributes<HTMLInputElement>['inputMode']
  /** Takes the trimmed text over. */
  readonly take: (text: string) => Taken
  /** The text after an arrow key: 1 for up, -1 for down. */
  readonly step?: (text: string, by: 1 | -1) => string
  /** Beside the input. */
  readonly children?: ReactNode
}

/**
 * A line that is taken over when the writer leaves it or presses Enter, and never while typing.
 *
 * What cannot be read remains in the field with the reason. Escape restores the value.
 */
export function DraftField({ label, written, hint, most, inputMode, take, step, children }: Props) {
  const id = useId()
  const [draft, setDraft] = useState(written)
  const [trouble, setTrouble] = useState<string>()
  // What was taken over last: Enter takes it over, and leaving the field afterwards must not do so again.
  const [asked, setAsked] = useState<string>()
  const show = (text: string, taken?: string) => {
    setDraft(text)
    setTrouble(undefined)
    setAsked(taken)
  }
  // A changed link changes the field.
  const [shown, setShown] = useState(written)
  if (shown !== written) {
    setShown(written)
    show(written)
  }
  const commit = () => {
    const text = draft.trim()
    if (text === (asked ?? written)) {
      show(text, asked)
      return
    }
    const result = take(text)
    if ('trouble' in result) setTrouble(result.trouble)
    else show(result.written, result.written)
  }
  const isWaiting = draft.trim() !== (asked ?? written)
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{label}</label>
      <div className={styles['line']}>
        <input
          id={id}
          className={styles['input']}
          value={draft}
          placeholder={hint}
          maxLength={most}
          inputMode={inputMode}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={trouble !== undefined}
          aria-describedby={trouble === undefined ? undefined : `${id}-trouble`}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit()
            if (event.key === 'Escape') show(written)
            if (step && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
              event.preventDefault()
              setDraft(step(draft.trim(), event.key === 'ArrowUp' ? 1 : -1))
            }
          }}
        />
        {isWaiting && children === undefined ? (
          <span className={styles['waiting']} aria-hidden="true">
            Enter ↵
          </span>
        ) : null}
        {children}
      </div>
      {trouble === undefined ? null : (
        <p id={`${id}-trouble`} className={styles['trouble']} role="alert">
          {trouble}
        </p>
      )}
    </div>
  )
}
